//! Occupancy: how many blocks of a kernel fit on a multiprocessor of this device, by its limits.
#include "context.h"
#include "device_properties.h"
#include "launch.h"
#include <algorithm>

namespace workbook::emulator {

namespace {
cudaError_t activeBlocks(int* blocks, void const* kernel, int threads, std::size_t dynamicShared) {
    KernelInfo const* const info = kernelInfo(kernel);
    if (!info)
        return cudaErrorInvalidDeviceFunction;
    if (!blocks || threads <= 0)
        return cudaErrorInvalidValue;
    cudaDeviceProp const& device = deviceProperties();
    *blocks = 0;
    int const most = info->launchBound > 0 ? info->launchBound : device.maxThreadsPerBlock;
    std::size_t const limit =
        std::max(device.sharedMemPerBlock, static_cast<std::size_t>(info->maxDynamicSharedBytes));
    std::size_t const shared = dynamicShared + static_cast<std::size_t>(info->staticSharedBytes);
    if (threads > most || shared > limit)
        return cudaSuccess;
    int const warpThreads = (threads + 31) / 32 * 32;
    int const byThreads = device.maxThreadsPerMultiProcessor / warpThreads;
    int const byShared =
        static_cast<int>(device.sharedMemPerMultiprocessor / (shared + device.reservedSharedMemPerBlock));
    *blocks = std::min({byThreads, byShared, device.maxBlocksPerMultiProcessor});
    return cudaSuccess;
}
} // namespace
} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void const* kernel,
                                                                     int threads, std::size_t dynamicShared) {
    return apiCall([&] { return activeBlocks(blocks, kernel, threads, dynamicShared); });
}

extern "C" cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, void const* kernel,
                                                                              int threads,
                                                                              std::size_t dynamicShared,
                                                                              unsigned int) {
    return cudaOccupancyMaxActiveBlocksPerMultiprocessor(blocks, kernel, threads, dynamicShared);
}
