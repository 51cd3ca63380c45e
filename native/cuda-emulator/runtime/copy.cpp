//! Copies and fills. The allocations that they touch are open while they run.
#include "context.h"
#include "device_memory.h"
#include "memory_map.h"
#include "stream.h"
#include <cstring>

using namespace workbook::emulator;

namespace {
//! One end of a copy.
struct End {
    char* address = nullptr; //!< null where the range is not one live allocation's
    bool device = false;
    Allocation* allocation = nullptr;
};

End resolve(void const* pointer, std::size_t bytes) {
    auto const address = reinterpret_cast<std::uintptr_t>(pointer);
    auto* const raw = static_cast<char*>(const_cast<void*>(pointer));
    if (!isDeviceAddress(address))
        return {raw, false, nullptr}; // null stays null: invalid
    Allocation* const allocation = findAllocation(address);
    if (!allocation || address - allocation->address + bytes > allocation->bytes)
        return {nullptr, true, nullptr};
    return {raw, true, allocation};
}

//! Opens the ends of a copy for as long as it lives.
class Opened {
public:
    Opened(End const& one, End const& other) {
        for (End const* end : {&one, &other})
            if (end->allocation)
                openAllocation(*end->allocation);
    }
    ~Opened() { closeAllocations(); }
    Opened(Opened const&) = delete;
    Opened& operator=(Opened const&) = delete;
};

//! Whether this end is memory that the device can use. An end that the copy's direction calls host memory may
//! be anything (seen on an H200).
bool onDevice(End const& end, void const* pointer) {
    return end.device || findHostRange(reinterpret_cast<std::uintptr_t>(pointer));
}

//! A copy of `height` rows of `width` bytes.
struct Copy {
    void* target;
    std::size_t targetPitch;
    void const* source;
    std::size_t sourcePitch, width, height;
    cudaMemcpyKind kind;

    End to() const { return resolve(target, targetPitch * (height - 1) + width); }
    End from() const { return resolve(source, sourcePitch * (height - 1) + width); }
};

cudaError_t check(Copy const& copy) {
    if (copy.kind < cudaMemcpyHostToHost || copy.kind > cudaMemcpyDefault)
        return cudaErrorInvalidMemcpyDirection;
    if (copy.width == 0 || copy.height == 0)
        return cudaSuccess;
    if (copy.width > copy.targetPitch || copy.width > copy.sourcePitch)
        return cudaErrorInvalidPitchValue;
    End const to = copy.to(), from = copy.from();
    if (!to.address || !from.address)
        return cudaErrorInvalidValue;
    bool const toDevice = copy.kind == cudaMemcpyHostToDevice || copy.kind == cudaMemcpyDeviceToDevice;
    bool const fromDevice = copy.kind == cudaMemcpyDeviceToHost || copy.kind == cudaMemcpyDeviceToDevice;
    if (toDevice && !onDevice(to, copy.target))
        return cudaErrorInvalidValue;
    if (fromDevice && !onDevice(from, copy.source))
        return cudaErrorInvalidValue;
    return cudaSuccess;
}

cudaError_t perform(Copy const& copy) {
    if (cudaError_t error = check(copy))
        return error;
    if (copy.width == 0 || copy.height == 0)
        return cudaSuccess;
    End const to = copy.to(), from = copy.from();
    Opened const opened(to, from);
    if (copy.width == copy.targetPitch && copy.width == copy.sourcePitch) {
        std::memmove(to.address, from.address, copy.width * copy.height);
    } else {
        for (std::size_t row = 0; row < copy.height; ++row)
            std::memmove(to.address + row * copy.targetPitch, from.address + row * copy.sourcePitch,
                         copy.width);
    }
    return cudaSuccess;
}

cudaError_t submitCopy(Copy const& copy, cudaStream_t stream) {
    return apiCall([&] {
        cudaError_t const error = check(copy);
        return error ? error : submit(stream, [copy] { return perform(copy); });
    });
}

cudaError_t fill(void* target, int value, std::size_t bytes) {
    if (bytes == 0)
        return cudaSuccess;
    End const to = resolve(target, bytes);
    if (!to.address || !onDevice(to, target))
        return cudaErrorInvalidValue;
    Opened const opened(to, {});
    std::memset(to.address, value, bytes);
    return cudaSuccess;
}
} // namespace

// The synchronous forms are work on the default stream.

extern "C" cudaError_t cudaMemcpy(void* target, void const* source, std::size_t bytes, cudaMemcpyKind kind) {
    return submitCopy({target, bytes, source, bytes, bytes, 1, kind}, nullptr);
}

extern "C" cudaError_t cudaMemcpyAsync(void* target, void const* source, std::size_t bytes,
                                       cudaMemcpyKind kind, cudaStream_t stream) {
    return submitCopy({target, bytes, source, bytes, bytes, 1, kind}, stream);
}

extern "C" cudaError_t cudaMemcpy2D(void* target, std::size_t targetPitch, void const* source,
                                    std::size_t sourcePitch, std::size_t widthBytes, std::size_t height,
                                    cudaMemcpyKind kind) {
    return submitCopy({target, targetPitch, source, sourcePitch, widthBytes, height, kind}, nullptr);
}

extern "C" cudaError_t cudaMemcpy2DAsync(void* target, std::size_t targetPitch, void const* source,
                                         std::size_t sourcePitch, std::size_t widthBytes, std::size_t height,
                                         cudaMemcpyKind kind, cudaStream_t stream) {
    return submitCopy({target, targetPitch, source, sourcePitch, widthBytes, height, kind}, stream);
}

extern "C" cudaError_t cudaMemsetAsync(void* target, int value, std::size_t bytes, cudaStream_t stream) {
    return apiCall([&] { return submit(stream, [=] { return fill(target, value, bytes); }); });
}

extern "C" cudaError_t cudaMemset(void* target, int value, std::size_t bytes) {
    return cudaMemsetAsync(target, value, bytes, nullptr);
}
