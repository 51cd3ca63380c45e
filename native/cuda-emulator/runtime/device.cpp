//! Device queries. There is one device.
#include "capture.h"
#include "context.h"
#include "device_memory.h"
#include "device_properties.h"
#include "launch.h"
#include "shared_arena.h"
#include <climits>
#include <cstring>

namespace workbook::emulator {

cudaDeviceProp const& deviceProperties() {
    static cudaDeviceProp const properties = [] {
        cudaDeviceProp made{};
        std::strcpy(made.name, "CUDA emulator (CPU)");
        made.totalGlobalMem = deviceMemoryTotal();
        made.sharedMemPerBlock = 48 * 1024;
        made.sharedMemPerBlockOptin = SharedArena::kMostDynamicBytes;
        made.sharedMemPerMultiprocessor = 164 * 1024;
        made.reservedSharedMemPerBlock = 1024;
        made.regsPerBlock = made.regsPerMultiprocessor = 65536;
        made.warpSize = 32;
        made.memPitch = INT_MAX;
        made.maxThreadsPerBlock = 1024;
        made.maxThreadsPerMultiProcessor = 2048;
        made.maxBlocksPerMultiProcessor = 32;
        made.maxThreadsDim[0] = made.maxThreadsDim[1] = 1024;
        made.maxThreadsDim[2] = 64;
        made.maxGridSize[0] = INT_MAX;
        made.maxGridSize[1] = made.maxGridSize[2] = 65535;
        made.clockRate = 1410000;
        made.memoryClockRate = 1215000;
        made.memoryBusWidth = 64;
        made.l2CacheSize = 1 << 20;
        made.totalConstMem = 64 * 1024;
        made.major = 8;
        made.minor = 0;
        made.textureAlignment = 512;
        made.deviceOverlap = made.concurrentKernels = made.asyncEngineCount = 1;
        made.multiProcessorCount = coreCount();
        made.canMapHostMemory = made.unifiedAddressing = made.managedMemory = 1;
        made.concurrentManagedAccess = 1;
        made.cooperativeLaunch = 0;
        made.streamPrioritiesSupported = 1;
        made.globalL1CacheSupported = made.localL1CacheSupported = 1;
        made.memoryPoolsSupported = 1;
        return made;
    }();
    return properties;
}

} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" cudaError_t cudaGetDeviceCount(int* count) {
    return apiCall([&] { return count ? (*count = 1, cudaSuccess) : cudaErrorInvalidValue; });
}

extern "C" cudaError_t cudaGetDevice(int* device) {
    return apiCall([&] { return device ? (*device = 0, cudaSuccess) : cudaErrorInvalidValue; });
}

extern "C" cudaError_t cudaSetDevice(int device) {
    return apiCall([&] { return device == 0 ? cudaSuccess : cudaErrorInvalidDevice; });
}

extern "C" cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
    return apiCall([&] {
        if (!properties)
            return cudaErrorInvalidValue;
        if (device != 0)
            return cudaErrorInvalidDevice;
        *properties = deviceProperties();
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaDeviceGetAttribute(int* value, cudaDeviceAttr attribute, int device) {
#define WORKBOOK_ATTRIBUTE(name, number, member)                                                             \
    case name:                                                                                               \
        *value = static_cast<int>(deviceProperties().member);                                                \
        return cudaSuccess;
    return apiCall([&] {
        if (!value)
            return cudaErrorInvalidValue;
        if (device != 0)
            return cudaErrorInvalidDevice;
        switch (attribute) { WORKBOOK_CUDA_ATTRIBUTES(WORKBOOK_ATTRIBUTE) }
        return cudaErrorInvalidValue;
    });
}

extern "C" cudaError_t cudaDeviceSynchronize() {
    return apiCall([] { return forbidWhileCapturing(true); });
}

extern "C" cudaError_t cudaDeviceReset() {
    std::lock_guard<std::recursive_mutex> lock(context().mutex);
    if (context().forked)
        return remember(cudaErrorInitializationError);
    freeAllDevice();
    context().sticky = context().pending = cudaSuccess;
    lastError() = cudaSuccess;
    return cudaSuccess;
}

extern "C" cudaError_t cudaDriverGetVersion(int* version) { return cudaRuntimeGetVersion(version); }

extern "C" cudaError_t cudaRuntimeGetVersion(int* version) {
    return apiCall(
        [&] { return version ? (*version = CUDART_VERSION, cudaSuccess) : cudaErrorInvalidValue; });
}

extern "C" cudaError_t cudaSetDeviceFlags(unsigned int) {
    return apiCall([] { return cudaSuccess; });
}

extern "C" cudaError_t cudaDeviceGetLimit(std::size_t* value, cudaLimit limit) {
    return apiCall([&] {
        if (!value)
            return cudaErrorInvalidValue;
        *value = limit == cudaLimitStackSize ? 1024 : limit == cudaLimitPrintfFifoSize ? 1 << 20 : 8 << 20;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaDeviceSetLimit(cudaLimit, std::size_t) {
    return apiCall([] { return cudaSuccess; });
}

extern "C" cudaError_t cudaDeviceSetCacheConfig(cudaFuncCache) {
    return apiCall([] { return cudaSuccess; });
}

extern "C" cudaError_t cudaDeviceGetStreamPriorityRange(int* least, int* greatest) {
    return apiCall([&] {
        if (least)
            *least = 0;
        if (greatest)
            *greatest = -5;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaDeviceCanAccessPeer(int* able, int device, int peer) {
    return apiCall([&] {
        if (!able)
            return cudaErrorInvalidValue;
        *able = 0;
        return device == 0 && peer == 0 ? cudaSuccess : cudaErrorInvalidDevice;
    });
}

extern "C" cudaError_t cudaDeviceEnablePeerAccess(int, unsigned int) {
    return apiCall([] { return cudaErrorInvalidDevice; });
}

extern "C" cudaError_t cudaDeviceGetPCIBusId(char* id, int bytes, int device) {
    return apiCall([&] {
        if (!id || bytes < 13)
            return cudaErrorInvalidValue;
        return device == 0 ? (std::strcpy(id, "0000:00:00.0"), cudaSuccess) : cudaErrorInvalidDevice;
    });
}
