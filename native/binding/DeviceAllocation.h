#pragma once

#include "Errors.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace workbook::binding {

//! A block of device memory. Shared by the DeviceBuffer that owns it, its views, and by invocations that hold
//! its address.
class DeviceAllocation {
public:
    //! \throws Napi::Error `CUDA_ERROR`
    DeviceAllocation(Napi::Env env, size_t size);
    ~DeviceAllocation();
    DeviceAllocation(DeviceAllocation const&) = delete;
    DeviceAllocation& operator=(DeviceAllocation const&) = delete;

    //! cudaFree(); a second call does nothing. What CUDA refuses (while a stream is captured) is not freed.
    cudaError_t free() noexcept;

    bool freed() const { return mFreed; }
    uint8_t* pointer() const { return static_cast<uint8_t*>(mPointer); }
    size_t size() const { return mSize; }

    //! Counts the blocks freed in this process: as long as it stands still, every address that was live is.
    static uint64_t freedCount() noexcept { return sFreed.load(std::memory_order_relaxed); }

private:
    static std::atomic<uint64_t> sFreed;

    void* mPointer{nullptr};
    size_t mSize;
    bool mFreed{false};
};

//! While one lives, memory whose owner the garbage collector took is kept: freeing it would end the capture
//! that is going on (cudaErrorStreamCaptureUnsupported). The last one frees it.
class CaptureInProgress {
public:
    CaptureInProgress();
    ~CaptureInProgress();
    CaptureInProgress(CaptureInProgress const&) = delete;
    CaptureInProgress& operator=(CaptureInProgress const&) = delete;
};

} // namespace workbook::binding
