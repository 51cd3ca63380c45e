//! Streams. Their work is done when it is submitted, so a stream is little more than a handle.
#pragma once
#include "capture.h"
#include "driver_types.h"
#include <cstdint>

struct CUstream_st {
    unsigned int number; //!< 1 for the first stream that was made
    unsigned int flags;
    int priority;
    std::shared_ptr<workbook::emulator::Capture> capture{}; //!< that this stream takes part in, or null
    std::uint64_t captured = 0; //!< things captured on this stream in this capture
    std::uint64_t joined = 0;   //!< how many of them another captured stream waits for
};

namespace workbook::emulator {

//! Whether the handle is the default stream's or a live stream's.
bool isStream(cudaStream_t stream);

//! Whether it is the default stream under any of its names.
bool isDefaultStream(cudaStream_t stream);

//! All streams that were made and not destroyed.
std::vector<std::unique_ptr<CUstream_st>>& liveStreams();

//! The number that names the stream in records; 0 for the default stream.
unsigned int streamNumber(cudaStream_t stream);

} // namespace workbook::emulator
