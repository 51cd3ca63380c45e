//! How cublas_v2.h and cudnn.h declare a routine: as a template that cannot be called.
//!
//! Plugin headers mention these libraries' types; a CPU has no such library to call. So the types are there,
//! and a call ends compilation with the routine's name.
#pragma once

namespace workbook::emulator {
template <class...> struct NeverTrue {
    static constexpr bool value = false;
};
} // namespace workbook::emulator

#define WORKBOOK_NOT_EMULATED(status, routine)                                                               \
    template <class... Arguments> status routine(Arguments...) {                                             \
        static_assert(::workbook::emulator::NeverTrue<Arguments...>::value,                                  \
                      #routine " is not in the CUDA emulator: it needs NVIDIA's library, nvcc and a GPU");   \
        return status();                                                                                     \
    }
