#include <NvInfer.h>

#include "largerPlugin.h"

#include <cstdint>
#include <cuda_fp16.h>

using namespace nvinfer1;

namespace {

__device__ float asFloat(float value) { return value; }
__device__ float asFloat(__half value) { return __half2float(value); }

//! One thread an element; x, z and y have `count` elements each, row after row (kLINEAR).
template <typename T> __global__ void largerKernel(T const* x, T const* z, T* y, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = asFloat(x[i]) < asFloat(z[i]) ? z[i] : x[i];
    }
}

template <typename T>
int32_t launch(void const* const* inputs, void* const* outputs, int64_t count, cudaStream_t stream) {
    auto const blocks = static_cast<unsigned int>((count + 127) / 128);
    largerKernel<T><<<blocks, 128, 0, stream>>>(static_cast<T const*>(inputs[0]),
                                                static_cast<T const*>(inputs[1]), static_cast<T*>(outputs[0]),
                                                count);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}

} // namespace

int32_t LargerPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                              void const* const* inputs, void* const* outputs, void*,
                              cudaStream_t stream) noexcept {
    DataType const type = inputDesc[0].type;
    if (inputDesc[1].type != type || outputDesc[0].type != type) {
        return 1; // no kernel for a mixture
    }
    int64_t count = 1;
    for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
        count *= inputDesc[0].dims.d[i];
    }
    if (count == 0) {
        return 0;
    }
    switch (type) {
    case DataType::kFLOAT:
        return launch<float>(inputs, outputs, count, stream);
    case DataType::kHALF:
        return launch<__half>(inputs, outputs, count, stream);
    default:
        return 1;
    }
}

//! Makes LargerPlugin, which has no fields.
class LargerCreator : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Larger"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mNoFields; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const*, TensorRTPhase) noexcept override {
        return new (std::nothrow) LargerPlugin();
    }

private:
    PluginFieldCollection mNoFields{0, nullptr};
};

REGISTER_TENSORRT_PLUGIN(LargerCreator);
