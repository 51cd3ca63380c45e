#include <NvInfer.h>

#include "bestOfPlugin.h"

#include <cstdint>
#include <cuda_fp16.h>

using namespace nvinfer1;

namespace {

__device__ float asFloat(float value) { return value; }
__device__ float asFloat(__half value) { return __half2float(value); }

//! One thread a row; x [rows, width], best [rows], place [rows], row after row (kLINEAR). Of equal elements
//! the first counts.
template <typename T>
__global__ void bestOfKernel(T const* x, T* best, int32_t* place, int64_t rows, int64_t width) {
    int64_t const row = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row >= rows) {
        return;
    }
    T const* const first = x + row * width;
    int64_t at = 0;
    for (int64_t i = 1; i < width; ++i) {
        if (asFloat(first[i]) > asFloat(first[at])) {
            at = i;
        }
    }
    best[row] = first[at];
    place[row] = static_cast<int32_t>(at);
}

template <typename T>
int32_t launch(void const* const* inputs, void* const* outputs, int64_t rows, int64_t width,
               cudaStream_t stream) {
    auto const blocks = static_cast<unsigned int>((rows + 127) / 128);
    bestOfKernel<T><<<blocks, 128, 0, stream>>>(static_cast<T const*>(inputs[0]), static_cast<T*>(outputs[0]),
                                                static_cast<int32_t*>(outputs[1]), rows, width);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}

} // namespace

int32_t BestOfPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                              void const* const* inputs, void* const* outputs, void*,
                              cudaStream_t stream) noexcept {
    DataType const type = inputDesc[0].type;
    if (outputDesc[0].type != type || outputDesc[1].type != DataType::kINT32) {
        return 1; // no kernel for that
    }
    Dims const& dims = inputDesc[0].dims;
    int64_t rows = 1;
    for (int32_t i = 0; i + 1 < dims.nbDims; ++i) {
        rows *= dims.d[i];
    }
    int64_t const width = dims.d[dims.nbDims - 1];
    if (rows == 0) {
        return 0;
    }
    if (width == 0) {
        return 1; // a row without elements has no largest one
    }
    switch (type) {
    case DataType::kFLOAT:
        return launch<float>(inputs, outputs, rows, width, stream);
    case DataType::kHALF:
        return launch<__half>(inputs, outputs, rows, width, stream);
    default:
        return 1;
    }
}

//! Makes BestOfPlugin, which has no fields.
class BestOfCreator : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "BestOf"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mNoFields; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const*, TensorRTPhase) noexcept override {
        return new (std::nothrow) BestOfPlugin();
    }

private:
    PluginFieldCollection mNoFields{0, nullptr};
};

REGISTER_TENSORRT_PLUGIN(BestOfCreator);
