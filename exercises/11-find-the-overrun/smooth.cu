#include <NvInfer.h>

#include "smoothPlugin.h"

using namespace nvinfer1;

//! y[i] = x[i - 1] / 4 + x[i] / 2 + x[i + 1] / 4. At either end the element itself stands in for the
//! neighbour that is not there. One thread an element; x and y have `count` elements on the device.
__global__ void smoothKernel(float const* x, float* y, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i <= count) {
        float const left = i > 0 ? x[i - 1] : x[i];
        float const right = x[i + 1];
        y[i] = 0.25F * left + 0.5F * x[i] + 0.25F * right;
    }
}

//! \param inputDesc [0] any shape, kFLOAT, kLINEAR; its elements are one row.
//! \param inputs [0] they, on the device. \param outputs [0] as many, to be filled.
//! \return 0, or anything else where the kernel could not be launched.
int32_t SmoothPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                              void const* const* inputs, void* const* outputs, void*,
                              cudaStream_t stream) noexcept {
    constexpr int64_t threads = 64; // of a block
    int64_t count = 1;
    for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
        count *= inputDesc[0].dims.d[i];
    }
    if (count == 0) {
        return 0;
    }
    auto const blocks = static_cast<unsigned int>((count + threads - 1) / threads);
    smoothKernel<<<blocks, threads, 0, stream>>>(static_cast<float const*>(inputs[0]),
                                                 static_cast<float*>(outputs[0]), count);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}
