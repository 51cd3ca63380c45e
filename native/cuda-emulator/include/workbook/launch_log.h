//! The record of kernel launches, for timelines.
#pragma once
#include "../vector_types.h"
#include <cstddef>
#include <cstdint>

extern "C" {

//! One launch that ran, successfully or not. Launches that a limit refused are not recorded.
struct WorkbookLaunchRecord {
    std::uint64_t sequence; //!< 0 for the first launch of the process, 1, …
    char const* kernel;     //!< `ns::scale<float>`; valid as long as the process
    dim3 grid, block;
    std::uint64_t sharedBytes; //!< dynamic shared memory asked for
    std::uint64_t staticSharedBytes;
    unsigned int stream; //!< 0 for the default stream, 1 for the first that was made, …
    int error;           //!< cudaError_t that the kernel ended with
    double startUs;      //!< CLOCK_MONOTONIC
    double durationUs;
};

//! How many launches there have been in this process.
std::uint64_t workbookLaunchCount();

//! Copies records from sequence number `first` on; the oldest are forgotten when there are more than 65536.
//! \param records room for `capacity` of them
//! \return how many were copied
std::size_t workbookReadLaunches(std::uint64_t first, struct WorkbookLaunchRecord* records,
                                 std::size_t capacity);
}
