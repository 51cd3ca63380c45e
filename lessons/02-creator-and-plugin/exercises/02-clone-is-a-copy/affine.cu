#include <NvInfer.h>

#include "affinePlugin.h"

#include <cuda_runtime.h>

using namespace nvinfer1;

//! y[i] = gain * x[i] + offset. One thread an element; x and y have `count` elements on the device.
__global__ void affineKernel(float const* x, float* y, float gain, float offset, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = gain * x[i] + offset;
    }
}

int32_t AffinePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                              void const* const* inputs, void* const* outputs, void*,
                              cudaStream_t stream) noexcept {
    int64_t count = 1;
    for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
        count *= inputDesc[0].dims.d[i];
    }
    if (count == 0) {
        return 0;
    }
    constexpr int32_t kTHREADS = 128;
    auto const blocks = static_cast<unsigned int>((count + kTHREADS - 1) / kTHREADS);
    affineKernel<<<blocks, kTHREADS, 0, stream>>>(static_cast<float const*>(inputs[0]),
                                                  static_cast<float*>(outputs[0]), mGain, mOffset, count);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}
