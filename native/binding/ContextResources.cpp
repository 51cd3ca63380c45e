#include "ContextResources.h"

#include <cstdint>
#include <cuda_runtime_api.h>

namespace workbook::binding {
namespace {

class CudaAllocator final : public nvinfer1::IGpuAllocator {
public:
    void* allocate(uint64_t size, uint64_t alignment, nvinfer1::AllocatorFlags) noexcept override {
        void* memory = nullptr;
        if (size == 0 || cudaMalloc(&memory, size) != cudaSuccess) {
            return nullptr;
        }
        if (alignment > 1 && reinterpret_cast<uintptr_t>(memory) % alignment != 0) {
            cudaFree(memory); // more than cudaMalloc's own alignment was asked for
            return nullptr;
        }
        return memory;
    }

    bool deallocate(void* memory) noexcept override { return cudaFree(memory) == cudaSuccess; }
};

class ResourceContext final : public nvinfer1::IPluginResourceContext {
public:
    nvinfer1::IGpuAllocator* getGpuAllocator() const noexcept override { return &gpuAllocator(); }
    nvinfer1::IErrorRecorder* getErrorRecorder() const noexcept override { return nullptr; }
};

} // namespace

nvinfer1::IGpuAllocator& gpuAllocator() noexcept {
    static CudaAllocator* const allocator = new CudaAllocator; // never destroyed: plugins may keep it
    return *allocator;
}

nvinfer1::IPluginResourceContext& resourceContext() noexcept {
    static ResourceContext* const context = new ResourceContext;
    return *context;
}

} // namespace workbook::binding
