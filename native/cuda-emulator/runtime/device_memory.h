//! Device memory: pages that are PROT_NONE except while a kernel that uses them, or a copy, runs.
//!
//! So host code that dereferences what cudaMalloc() gave gets SIGSEGV, as on a GPU. An allocation has pages
//! of its own and an unmapped page behind it. Large ones use huge pages, which makes opening 100 MB a matter
//! of microseconds.
#pragma once
#include <cstddef>
#include <cstdint>

namespace workbook::emulator {

//! One live cudaMalloc().
struct Allocation {
    std::uintptr_t address;
    std::size_t bytes;     //!< as asked for
    std::size_t pageBytes; //!< rounded up to pages
    std::uint64_t number;  //!< 1 for the first allocation of the process, …
    bool open = false;     //!< accessible now
    Allocation* nextOpen = nullptr;
};

//! \return the device address, or null where the device's memory is used up. `bytes` is not 0.
void* allocateDevice(std::size_t bytes);
//! \return false if `pointer` is not the start of a live allocation.
bool freeDevice(void* pointer);
//! Frees everything, as cudaDeviceReset() does.
void freeAllDevice();
//! The live allocation that `address` lies in (its last page's unused rest included), or null.
Allocation* findAllocation(std::uintptr_t address);
//! An allocation that is or was.
struct AllocationRecord {
    std::uintptr_t address;
    std::size_t bytes;
    std::uint64_t number;
};

//! What is around an address that is in no live allocation's bytes. Pointers are valid until the next call of
//! this file's.
struct Neighbours {
    AllocationRecord const* before = nullptr; //!< the live allocation that begins before it
    AllocationRecord const* after = nullptr;  //!< the live allocation that begins behind it
    AllocationRecord const* freed = nullptr;  //!< the one that held it and was freed last
};
Neighbours findNeighbours(std::uintptr_t address);

//! Whether `address` lies in the device's address range, live or not.
bool isDeviceAddress(std::uintptr_t address);

//! Makes an allocation accessible until closeAllocations(). Callable from a signal handler.
void openAllocation(Allocation& allocation);
void closeAllocations();

std::size_t deviceMemoryTotal();
std::size_t deviceMemoryUsed();

} // namespace workbook::emulator
