//! cudaMalloc(), cudaFree() and queries about addresses.
#include "context.h"
#include "device_memory.h"
#include "memory_map.h"
#include "stream.h"

using namespace workbook::emulator;

namespace {
cudaError_t allocate(void** pointer, std::size_t bytes) {
    if (!pointer)
        return cudaErrorInvalidValue;
    *pointer = nullptr;
    if (bytes == 0)
        return cudaSuccess;
    *pointer = allocateDevice(bytes);
    return *pointer ? cudaSuccess : cudaErrorMemoryAllocation;
}

cudaError_t release(void* pointer) {
    return !pointer || freeDevice(pointer) || freeManaged(pointer) ? cudaSuccess : cudaErrorInvalidValue;
}
} // namespace

extern "C" cudaError_t cudaMalloc(void** pointer, std::size_t bytes) {
    return apiCall([&] {
        cudaError_t const error = forbidWhileCapturing();
        return error ? error : allocate(pointer, bytes);
    });
}

extern "C" cudaError_t cudaFree(void* pointer) {
    return apiCall([&] {
        cudaError_t const error = forbidWhileCapturing();
        return error ? error : release(pointer);
    });
}

extern "C" cudaError_t cudaMallocAsync(void** pointer, std::size_t bytes, cudaStream_t stream) {
    return apiCall([&] {
        cudaError_t const error =
            submit(stream, [] { return cudaSuccess; }); // a graph has it from the capture on
        return error ? error : allocate(pointer, bytes);
    });
}

extern "C" cudaError_t cudaFreeAsync(void* pointer, cudaStream_t stream) {
    return apiCall([&] {
        if (!isDefaultStream(stream) && isStream(stream) &&
            stream->capture) // the graph may be launched again
            return submit(stream, [] { return cudaSuccess; });
        return submit(stream, [=] { return release(pointer); });
    });
}

extern "C" cudaError_t cudaMallocPitch(void** pointer, std::size_t* pitch, std::size_t widthBytes,
                                       std::size_t height) {
    return apiCall([&] {
        if (!pitch)
            return cudaErrorInvalidValue;
        *pitch = (widthBytes + 511) / 512 * 512;
        return allocate(pointer, *pitch * height);
    });
}

extern "C" cudaError_t cudaMemGetInfo(std::size_t* freeBytes, std::size_t* totalBytes) {
    return apiCall([&] {
        if (freeBytes)
            *freeBytes = deviceMemoryTotal() - deviceMemoryUsed();
        if (totalBytes)
            *totalBytes = deviceMemoryTotal();
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, void const* pointer) {
    return apiCall([&] {
        if (!attributes)
            return cudaErrorInvalidValue;
        auto const address = reinterpret_cast<std::uintptr_t>(pointer);
        void* const same = const_cast<void*>(pointer);
        *attributes = {cudaMemoryTypeUnregistered, cudaInvalidDeviceId, nullptr, same};
        if (findAllocation(address))
            *attributes = {cudaMemoryTypeDevice, 0, same, nullptr};
        if (HostRange const* range = findHostRange(address))
            *attributes = {range->type, 0, same, same};
        return cudaSuccess;
    });
}
