//! From `<<<>>>` or cudaLaunchKernel() to a running kernel: the configuration, the device's limits, errors.
#include "launch.h"
#include "checks.h"
#include "context.h"
#include "device_memory.h"
#include "device_properties.h"
#include "faults.h"
#include "launch_log.h"
#include "stream.h"
#include <algorithm>
#include <cstring>
#include <link.h>
#include <vector>

namespace workbook::emulator {

namespace {
//! Configurations pushed on this thread and not yet taken; more than one where an argument of a launch
//! launches too.
thread_local std::vector<LaunchRequest> pushed;
//! Where a query wants the KernelInfo of the kernel function that it calls.
thread_local KernelInfo** queried = nullptr;

//! What a device says about a configuration before anything runs.
cudaError_t checkLimits(KernelInfo const& kernel, LaunchRequest const& request) {
    cudaDeviceProp const& device = deviceProperties();
    unsigned const grid[] = {request.grid.x, request.grid.y, request.grid.z};
    unsigned const block[] = {request.block.x, request.block.y, request.block.z};
    std::uint64_t threads = 1;
    for (int axis = 0; axis < 3; ++axis) {
        if (grid[axis] == 0 || grid[axis] > static_cast<unsigned>(device.maxGridSize[axis]))
            return cudaErrorInvalidConfiguration;
        if (block[axis] == 0 || block[axis] > static_cast<unsigned>(device.maxThreadsDim[axis]))
            return cudaErrorInvalidConfiguration;
        threads *= block[axis];
    }
    if (threads > static_cast<unsigned>(device.maxThreadsPerBlock))
        return cudaErrorInvalidConfiguration;
    if (kernel.launchBound > 0 && threads > static_cast<unsigned>(kernel.launchBound))
        return cudaErrorInvalidValue;
    auto const shared = request.sharedBytes + static_cast<std::size_t>(kernel.staticSharedBytes);
    auto const limit =
        std::max(static_cast<std::size_t>(kernel.maxDynamicSharedBytes), device.sharedMemPerBlock);
    if (request.sharedBytes > static_cast<std::size_t>(kernel.maxDynamicSharedBytes) || shared > limit)
        return cudaErrorInvalidValue;
    return cudaSuccess;
}

//! Opens the allocations that parameters point into, by value: whatever looks like a device address is one.
void openArguments(void const* arguments, std::size_t bytes) {
    auto const* const raw = static_cast<char const*>(arguments);
    for (std::size_t offset = 0; offset + sizeof(std::uintptr_t) <= bytes; offset += sizeof(std::uintptr_t)) {
        std::uintptr_t word;
        std::memcpy(&word, raw + offset, sizeof word);
        if (!isDeviceAddress(word))
            continue;
        if (Allocation* allocation = findAllocation(word))
            openAllocation(*allocation);
    }
}

//! Runs a kernel whose configuration was checked. A fault is noticed by the next call, as on a device.
cudaError_t runKernel(KernelInfo& kernel, LaunchRequest const& request, void const* arguments,
                      std::size_t argumentBytes) {
    installFaultHandlers();
    kernelName(kernel); // made now, since a kernel that is running must not allocate
    std::uint64_t const blocks = std::uint64_t{request.grid.x} * request.grid.y * request.grid.z;
    auto const shares = static_cast<std::uint64_t>(coreCount()) * 16;
    Launch launch{kernel,        request, arguments,
                  argumentBytes, blocks,  std::clamp<std::uint64_t>(blocks / shares, 1, 1024)};
    openArguments(arguments, argumentBytes);
    double const startUs = nowUs();
    runOnAllCores(launch);
    double const durationUs = nowUs() - startUs;
    closeAllocations();
    if (launch.failed) {
        context().pending = launch.fault.error;
        reportFault(kernel, launch.fault);
    }
    recordLaunch({0, kernelName(kernel), request.grid, request.block, request.sharedBytes,
                  static_cast<std::uint64_t>(kernel.staticSharedBytes), streamNumber(request.stream),
                  launch.failed ? launch.fault.error : cudaSuccess, startUs, durationUs});
    return cudaSuccess;
}

//! A kernel in a graph: keeps its parameters.
struct KernelNode {
    KernelInfo& kernel;
    LaunchRequest request;
    std::vector<std::max_align_t> arguments;
    std::size_t argumentBytes;

    cudaError_t operator()() const { return runKernel(kernel, request, arguments.data(), argumentBytes); }
};

cudaError_t launchKernel(KernelInfo& kernel, LaunchRequest const& request, void const* arguments,
                         std::size_t argumentBytes) {
    if (cudaError_t error = enterStream(request.stream))
        return error;
    Capture* const capture = isDefaultStream(request.stream) ? nullptr : request.stream->capture.get();
    if (cudaError_t error = checkLimits(kernel, request))
        return capture ? invalidate(*capture, error) : error;
    if (!capture)
        return runKernel(kernel, request, arguments, argumentBytes);
    std::vector<std::max_align_t> kept(argumentBytes / sizeof(std::max_align_t) + 1);
    std::memcpy(kept.data(), arguments, argumentBytes);
    return submit(request.stream, KernelNode{kernel, request, std::move(kept), argumentBytes});
}

//! Whether an address is in the code of a loaded library or the program.
bool isCode(void const* address) {
    auto const visit = [](dl_phdr_info* module, std::size_t, void* wanted) {
        auto const place = reinterpret_cast<std::uintptr_t>(wanted);
        for (int i = 0; i < module->dlpi_phnum; ++i) {
            auto const& segment = module->dlpi_phdr[i];
            bool const code = segment.p_type == PT_LOAD && (segment.p_flags & PF_X) != 0;
            if (code && place - (module->dlpi_addr + segment.p_vaddr) < segment.p_memsz)
                return 1;
        }
        return 0;
    };
    return dl_iterate_phdr(visit, const_cast<void*>(address)) != 0;
}
} // namespace

KernelInfo* kernelInfo(void const* kernel) {
    if (!isCode(kernel))
        return nullptr;
    KernelInfo* found = nullptr;
    queried = &found;
    reinterpret_cast<void (*)()>(const_cast<void*>(kernel))();
    queried = nullptr;
    return found;
}

extern "C" int workbookPushLaunch(dim3 grid, dim3 block, std::size_t sharedBytes, cudaStream_t stream) {
    pushed.push_back({grid, block, sharedBytes, stream, nullptr});
    return 0;
}

extern "C" bool workbookTakeLaunch(KernelInfo* kernel, LaunchRequest* request) {
    if (queried) {
        *queried = kernel;
        queried = nullptr;
        return false;
    }
    if (pushed.empty()) {
        remember(cudaErrorMissingConfiguration);
        return false;
    }
    *request = pushed.back();
    pushed.pop_back();
    return true;
}

extern "C" void workbookRunLaunch(KernelInfo* kernel, LaunchRequest const* request, void const* arguments,
                                  std::size_t argumentBytes) {
    apiCall([&] { return launchKernel(*kernel, *request, arguments, argumentBytes); });
}

} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" cudaError_t cudaLaunchKernel(void const* kernel, dim3 grid, dim3 block, void** arguments,
                                        std::size_t sharedBytes, cudaStream_t stream) {
    if (!kernelInfo(kernel))
        return remember(cudaErrorInvalidDeviceFunction);
    void* none[1] = {nullptr};
    cudaError_t const before = lastError();
    lastError() = cudaSuccess;
    pushed.push_back({grid, block, sharedBytes, stream, arguments ? arguments : none});
    reinterpret_cast<void (*)()>(const_cast<void*>(kernel))();
    cudaError_t const error = lastError();
    if (error == cudaSuccess)
        lastError() = before;
    return error;
}

extern "C" cudaError_t cudaLaunchCooperativeKernel(void const* kernel, dim3 grid, dim3 block,
                                                   void** arguments, std::size_t sharedBytes,
                                                   cudaStream_t stream) {
    if (std::uint64_t{grid.x} * grid.y * grid.z > 1)
        return remember(cudaErrorCooperativeLaunchTooLarge);
    return cudaLaunchKernel(kernel, grid, block, arguments, sharedBytes, stream);
}

extern "C" cudaError_t cudaFuncSetAttribute(void const* kernel, cudaFuncAttribute attribute, int value) {
    return apiCall([&] {
        KernelInfo* const info = kernelInfo(kernel);
        if (!info)
            return cudaErrorInvalidDeviceFunction;
        if (attribute == cudaFuncAttributePreferredSharedMemoryCarveout)
            return value < -1 || value > 100 ? cudaErrorInvalidValue : cudaSuccess;
        if (attribute != cudaFuncAttributeMaxDynamicSharedMemorySize)
            return cudaErrorInvalidValue;
        auto const most =
            static_cast<int>(deviceProperties().sharedMemPerBlockOptin) - info->staticSharedBytes;
        if (value < 0 || value > most)
            return cudaErrorInvalidValue;
        info->maxDynamicSharedBytes = value;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaFuncGetAttributes(cudaFuncAttributes* attributes, void const* kernel) {
    return apiCall([&] {
        KernelInfo const* const info = kernelInfo(kernel);
        if (!info)
            return cudaErrorInvalidDeviceFunction;
        *attributes = {};
        attributes->sharedSizeBytes = static_cast<std::size_t>(info->staticSharedBytes);
        attributes->maxThreadsPerBlock =
            info->launchBound > 0 ? info->launchBound : deviceProperties().maxThreadsPerBlock;
        attributes->numRegs = 32;
        attributes->ptxVersion = attributes->binaryVersion =
            deviceProperties().major * 10 + deviceProperties().minor;
        attributes->maxDynamicSharedSizeBytes = info->maxDynamicSharedBytes;
        attributes->preferredShmemCarveout = -1;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaFuncSetCacheConfig(void const* kernel, cudaFuncCache) {
    return apiCall([&] { return kernelInfo(kernel) ? cudaSuccess : cudaErrorInvalidDeviceFunction; });
}
