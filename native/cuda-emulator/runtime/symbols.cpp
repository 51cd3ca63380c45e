//! Copies to and from `__device__` and `__constant__` variables. Such a variable is an ordinary one of its
//! library; a symbol that was named to the runtime counts as device memory from then on.
#include "workbook/symbols.h"
#include "context.h"
#include "memory_map.h"

using namespace workbook::emulator;

extern "C" cudaError_t workbookSymbol(void const* symbol, std::size_t bytes) {
    return apiCall([&] {
        if (!symbol)
            return cudaErrorInvalidSymbol;
        addDeviceRange(reinterpret_cast<std::uintptr_t>(symbol), bytes);
        return cudaSuccess;
    });
}

extern "C" cudaError_t workbookSymbolRange(std::size_t symbolBytes, std::size_t bytes, std::size_t offset) {
    return apiCall([&] {
        return offset <= symbolBytes && bytes <= symbolBytes - offset ? cudaSuccess : cudaErrorInvalidValue;
    });
}
