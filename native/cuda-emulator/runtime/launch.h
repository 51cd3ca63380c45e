//! A launch that is running: what its workers share.
#pragma once
#include "workbook/kernel.h"
#include <atomic>

namespace workbook::emulator {

//! How a kernel failed, and where.
struct KernelFault {
    cudaError_t error = cudaSuccess;
    uint3 block{}, thread{};
    std::uintptr_t address = 0; //!< of a memory fault
    bool reported = false;      //!< a check has said more about it
    std::uintptr_t code = 0;    //!< the instruction, where it is known
};

struct Launch {
    KernelInfo& kernel;
    LaunchRequest const& request;
    void const* arguments;
    std::size_t argumentBytes;
    std::uint64_t blocks;      //!< in the grid
    std::uint64_t chunkBlocks; //!< that a worker takes at a time
    std::atomic<std::uint64_t> nextBlock{0};
    std::atomic<bool> failed{false};
    std::atomic<int> races{0}; //!< that racecheck found
    KernelFault fault{};       //!< of the first thread that failed

    //! Keeps the first fault and stops the other workers at their next block.
    void fail(KernelFault const& first) {
        if (!failed.exchange(true))
            fault = first;
    }
};

//! Runs the launch on all cores; returns when every block has ended or the kernel has failed.
void runOnAllCores(Launch& launch);

//! The KernelInfo of a kernel function, by calling it for that only (so a host function given by mistake
//! runs, once).
//! \return null if it is no kernel
KernelInfo* kernelInfo(void const* kernel);

//! The worker threads that run kernels, the calling thread among them.
int coreCount();

} // namespace workbook::emulator
