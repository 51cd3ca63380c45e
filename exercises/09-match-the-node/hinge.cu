#include <NvInfer.h>

#include "hinge.h"

using namespace nvinfer1;

namespace {

//! One thread an element; x and y have `count` elements on the device.
__global__ void hinge(float const* x, float* y, int64_t count, float slope, float offset) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = (x[i] > 0.0F ? x[i] : slope * x[i]) + offset;
    }
}

} // namespace

int32_t HingePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                             void const* const* inputs, void* const* outputs, void*,
                             cudaStream_t stream) noexcept {
    int64_t count = 1;
    for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
        count *= inputDesc[0].dims.d[i];
    }
    if (count == 0) {
        return 0;
    }
    hinge<<<static_cast<unsigned int>((count + 63) / 64), 64, 0, stream>>>(
        static_cast<float const*>(inputs[0]), static_cast<float*>(outputs[0]), count, mSlope,
        static_cast<float>(mOffset));
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}
