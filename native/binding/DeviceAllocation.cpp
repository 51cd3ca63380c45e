#include "DeviceAllocation.h"

#include <mutex>
#include <vector>

namespace workbook::binding {
namespace {

//! What may not be freed while a stream is captured, in any thread: the emulator's rule, as CUDA's, is
//! global.
struct Deferred {
    std::mutex mutex;
    int captures{0};
    std::vector<void*> memory;
};

Deferred& deferred() {
    static auto* const made = new Deferred; // never destroyed: finalizers may run late
    return *made;
}

} // namespace

std::atomic<uint64_t> DeviceAllocation::sFreed{0};

DeviceAllocation::DeviceAllocation(Napi::Env env, size_t size) : mSize(size) {
    cudaError_t const status = cudaMalloc(&mPointer, size);
    mFreed = status != cudaSuccess;
    checkCuda(env, status, "cudaMalloc");
}

DeviceAllocation::~DeviceAllocation() {
    if (mFreed) {
        return;
    }
    Deferred& later = deferred();
    std::lock_guard<std::mutex> const lock(later.mutex);
    if (later.captures > 0) {
        later.memory.push_back(mPointer);
    } else {
        free();
    }
}

cudaError_t DeviceAllocation::free() noexcept {
    if (mFreed) {
        return cudaSuccess;
    }
    cudaError_t const status = cudaFree(mPointer);
    if (status == cudaSuccess) {
        mFreed = true;
        sFreed.fetch_add(1, std::memory_order_relaxed);
    }
    return status;
}

CaptureInProgress::CaptureInProgress() {
    std::lock_guard<std::mutex> const lock(deferred().mutex);
    ++deferred().captures;
}

CaptureInProgress::~CaptureInProgress() {
    Deferred& later = deferred();
    std::lock_guard<std::mutex> const lock(later.mutex);
    if (--later.captures > 0) {
        return;
    }
    for (void* const memory : later.memory) {
        cudaFree(memory);
    }
    later.memory.clear();
}

} // namespace workbook::binding
