/// Allocators of device memory. The application implements them, plugins are handed one. Included by
/// NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_GPU_ALLOCATOR_H
#define NV_INFER_STAND_IN_GPU_ALLOCATOR_H

#include "RuntimeTypes.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif

namespace nvinfer1 {

/// What is wanted of an allocation.
enum class AllocatorFlag : int32_t {
    kRESIZABLE = 0, ///< reallocate() may follow.
};
NV_INFER_ENUM_MAX(AllocatorFlag, 1);
/// Bits `1U << AllocatorFlag`.
using AllocatorFlags = uint32_t;

namespace v_1_0 {

/// Allocates device memory. Sizes and alignments are in bytes, an alignment is 0 or a power of two. Methods
/// may be called from several threads at once.
class IGpuAllocator : public IVersionedInterface {
public:
    /// Memory of `size` bytes; nullptr for a size of 0 or where there is not enough.
    NV_INFER_DEPRECATED_SINCE_10 virtual void* allocate(uint64_t const size, uint64_t const alignment,
                                                        AllocatorFlags const flags) noexcept = 0;

    ~IGpuAllocator() override = default;
    IGpuAllocator() = default;

    /// Resizes what allocate() returned with kRESIZABLE. nullptr, the default, refuses and leaves the old
    /// memory as it is.
    virtual void* reallocate(void* const /*baseAddr*/, uint64_t /*alignment*/,
                             uint64_t /*newSize*/) noexcept {
        return nullptr;
    }

    /// Frees what allocate() or reallocate() returned; nullptr is allowed. False on failure.
    NV_INFER_DEPRECATED_SINCE_10 virtual bool deallocate(void* const memory) noexcept = 0;

    /// allocate() for use on `stream`.
    virtual void* allocateAsync(uint64_t const size, uint64_t const alignment, AllocatorFlags const flags,
                                cudaStream_t /*stream*/) noexcept {
        return allocate(size, alignment, flags);
    }

    /// deallocate() once `stream` has got to this point.
    virtual bool deallocateAsync(void* const memory, cudaStream_t /*stream*/) noexcept {
        return deallocate(memory);
    }

    InterfaceInfo getInterfaceInfo() const noexcept override { return InterfaceInfo{"IGpuAllocator", 1, 0}; }

protected:
    IGpuAllocator(IGpuAllocator const&) = default;
    IGpuAllocator(IGpuAllocator&&) = default;
    IGpuAllocator& operator=(IGpuAllocator const&) & = default;
    IGpuAllocator& operator=(IGpuAllocator&&) & = default;
};

/// An allocator for whom the methods with a stream are the ones to implement.
class IGpuAsyncAllocator : public IGpuAllocator {
public:
    IGpuAsyncAllocator() = default;
    ~IGpuAsyncAllocator() override = default;

    void* allocateAsync(uint64_t const size, uint64_t const alignment, AllocatorFlags const flags,
                        cudaStream_t stream) noexcept override = 0;

    bool deallocateAsync(void* const memory, cudaStream_t stream) noexcept override = 0;

    NV_INFER_DEPRECATED_SINCE_10 void* allocate(uint64_t const size, uint64_t const alignment,
                                                AllocatorFlags const flags) noexcept override {
        return allocateAsync(size, alignment, flags, nullptr);
    }

    NV_INFER_DEPRECATED_SINCE_10 bool deallocate(void* const memory) noexcept override {
        return deallocateAsync(memory, nullptr);
    }

    InterfaceInfo getInterfaceInfo() const noexcept override { return InterfaceInfo{"IGpuAllocator", 1, 0}; }
};

} // namespace v_1_0

using IGpuAllocator = v_1_0::IGpuAllocator;
using IGpuAsyncAllocator = v_1_0::IGpuAsyncAllocator;

} // namespace nvinfer1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif // NV_INFER_STAND_IN_GPU_ALLOCATOR_H
