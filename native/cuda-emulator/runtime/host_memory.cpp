//! Pinned, registered and managed memory: ordinary host pages that kernels may use too.
#include "capture.h"
#include "context.h"
#include "memory_map.h"
#include <map>
#include <sys/mman.h>

namespace workbook::emulator {

namespace {
std::map<std::uintptr_t, HostRange>& ranges() {
    static auto& made = *new std::map<std::uintptr_t, HostRange>;
    return made;
}

cudaError_t allocate(void** pointer, std::size_t bytes, cudaMemoryType type) {
    if (!pointer)
        return cudaErrorInvalidValue;
    *pointer = nullptr;
    if (bytes == 0)
        return type == cudaMemoryTypeManaged ? cudaErrorInvalidValue : cudaSuccess;
    void* made = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED)
        return cudaErrorMemoryAllocation;
    auto const address = reinterpret_cast<std::uintptr_t>(made);
    ranges()[address] = {address, bytes, type, false};
    *pointer = made;
    return cudaSuccess;
}

bool release(void* pointer, cudaMemoryType type) {
    auto const found = ranges().find(reinterpret_cast<std::uintptr_t>(pointer));
    if (found == ranges().end() || found->second.type != type || found->second.registered)
        return false;
    munmap(pointer, found->second.bytes);
    ranges().erase(found);
    return true;
}
} // namespace

HostRange const* findHostRange(std::uintptr_t address) {
    auto next = ranges().upper_bound(address);
    if (next == ranges().begin())
        return nullptr;
    HostRange const& before = std::prev(next)->second;
    return address - before.address < before.bytes ? &before : nullptr;
}

void addDeviceRange(std::uintptr_t address, std::size_t bytes) {
    ranges()[address] = {address, bytes, cudaMemoryTypeDevice, true};
}

bool freeManaged(void* pointer) { return release(pointer, cudaMemoryTypeManaged); }

} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" cudaError_t cudaHostAlloc(void** pointer, std::size_t bytes, unsigned int) {
    return apiCall([&] {
        cudaError_t const error = forbidWhileCapturing();
        return error ? error : allocate(pointer, bytes, cudaMemoryTypeHost);
    });
}

extern "C" cudaError_t cudaMallocHost(void** pointer, std::size_t bytes) {
    return cudaHostAlloc(pointer, bytes, 0);
}

extern "C" cudaError_t cudaFreeHost(void* pointer) {
    return apiCall([&] {
        if (cudaError_t error = forbidWhileCapturing())
            return error;
        return !pointer || release(pointer, cudaMemoryTypeHost) ? cudaSuccess : cudaErrorInvalidValue;
    });
}

extern "C" cudaError_t cudaMallocManaged(void** pointer, std::size_t bytes, unsigned int flags) {
    return apiCall([&] {
        if (flags != cudaMemAttachGlobal && flags != cudaMemAttachHost)
            return cudaErrorInvalidValue;
        return allocate(pointer, bytes, cudaMemoryTypeManaged);
    });
}

extern "C" cudaError_t cudaHostRegister(void* pointer, std::size_t bytes, unsigned int) {
    return apiCall([&] {
        if (!pointer || bytes == 0)
            return cudaErrorInvalidValue;
        auto const address = reinterpret_cast<std::uintptr_t>(pointer);
        if (findHostRange(address) || findHostRange(address + bytes - 1))
            return cudaErrorHostMemoryAlreadyRegistered;
        ranges()[address] = {address, bytes, cudaMemoryTypeHost, true};
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaHostUnregister(void* pointer) {
    return apiCall([&] {
        auto const found = ranges().find(reinterpret_cast<std::uintptr_t>(pointer));
        if (found == ranges().end() || !found->second.registered)
            return cudaErrorHostMemoryNotRegistered;
        ranges().erase(found);
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaHostGetDevicePointer(void** device, void* host, unsigned int) {
    return apiCall([&] {
        if (!device || !findHostRange(reinterpret_cast<std::uintptr_t>(host)))
            return cudaErrorInvalidValue;
        *device = host;
        return cudaSuccess;
    });
}

namespace {
//! Hints about managed memory, which is where it is.
cudaError_t hint(void const* pointer, std::size_t bytes) {
    auto const address = reinterpret_cast<std::uintptr_t>(pointer);
    HostRange const* const range = findHostRange(address);
    bool const inside =
        range && range->type == cudaMemoryTypeManaged && address - range->address + bytes <= range->bytes;
    return inside ? cudaSuccess : cudaErrorInvalidValue;
}
} // namespace

extern "C" cudaError_t cudaMemPrefetchAsync(void const* pointer, std::size_t bytes, int, cudaStream_t) {
    return apiCall([&] { return hint(pointer, bytes); });
}

extern "C" cudaError_t cudaMemAdvise(void const* pointer, std::size_t bytes, cudaMemoryAdvise, int) {
    return apiCall([&] { return hint(pointer, bytes); });
}
