//! `__shared__` variables: places in the running block's shared memory.
//!
//! The rewriter turns `__shared__ float tile[32][33], sum;` into a local struct of these members and
//! references to the members of the block's copy; `extern __shared__ float s[];` becomes a pointer to the
//! dynamic part (at namespace scope under the linker name workbookDynamicSharedPointer, which the runtime
//! library owns). At the start of each block what it used is filled with 0xFF bytes (NaN as a float), so that
//! reading before writing shows.
#pragma once
#include "kernel.h"

namespace workbook::emulator {

extern "C" {
//! \return the place of declaration `slot` in the running block's shared memory, made on first use in a
//! block.
void* workbookSharedVariable(int slot, std::size_t bytes, std::size_t alignment);
//! A number for one `__shared__` declaration.
int workbookNewSharedSlot();
//! Dynamic shared memory of the running block, 128-byte aligned.
extern __thread void* workbookDynamicSharedPointer __attribute__((tls_model("initial-exec")));
}

template <class Variables> struct SharedSlot {
    static inline int const number = workbookNewSharedSlot();
};

//! \tparam Variables the struct that the rewriter made of one declaration
template <class Variables> inline Variables& sharedVariables() {
    return *static_cast<Variables*>(
        workbookSharedVariable(SharedSlot<Variables>::number, sizeof(Variables), alignof(Variables)));
}

//! Becomes whatever pointer the author's `extern __shared__ T name[]` needs.
struct DynamicShared {
    template <class T> operator T*() const { return static_cast<T*>(workbookDynamicSharedPointer); }
};

} // namespace workbook::emulator
