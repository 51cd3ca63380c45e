//! Which kind of memory an address lies in.
#pragma once
#include "driver_types.h"
#include <cstddef>
#include <cstdint>

namespace workbook::emulator {

//! Page-locked or managed memory, or a device variable: a host address that kernels may use.
struct HostRange {
    std::uintptr_t address;
    std::size_t bytes;
    cudaMemoryType type;
    bool registered; //!< not ours to free: of cudaHostRegister(), or a variable
};

//! \return the range that `address` lies in, or null.
HostRange const* findHostRange(std::uintptr_t address);
//! Makes a `__device__` or `__constant__` variable known.
void addDeviceRange(std::uintptr_t address, std::size_t bytes);
//! Frees managed memory. \return false if `pointer` is not the start of any.
bool freeManaged(void* pointer);

} // namespace workbook::emulator
