//! Events: a point in time on a stream.
#pragma once
#include "stream.h"
#include <chrono>

struct CUevent_st {
    unsigned int flags;
    bool recorded = false;
    std::chrono::steady_clock::time_point time{};
    // Where it was last recorded in a capture:
    std::weak_ptr<workbook::emulator::Capture> capture{};
    cudaStream_t stream = nullptr;
    std::uint64_t captured = 0; //!< CUstream_st::captured at that time
};

namespace workbook::emulator {

bool isEvent(cudaEvent_t event);

} // namespace workbook::emulator
