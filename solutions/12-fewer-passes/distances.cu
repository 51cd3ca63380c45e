#include <NvInfer.h>

#include "distancesPlugin.h"

#include <cstdint>

using namespace nvinfer1;

namespace {

constexpr int64_t kTHREADS = 128; //!< of a block

unsigned int blocksFor(int64_t count) { return static_cast<unsigned int>((count + kTHREADS - 1) / kTHREADS); }

//! y[i, j] = (x[i, k] - centers[j, k])^2, summed over k. One thread an element of y: what lies between stays
//! in its registers.
//! \param x [rows, length] \param centers [nbCenters, length] \param y [rows, nbCenters], `count` elements.
__global__ void distancesKernel(float const* x, float const* centers, float* y, int64_t count,
                                int64_t nbCenters, int64_t length) {
    int64_t const at = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (at >= count) {
        return;
    }
    float const* const a = x + at / nbCenters * length;
    float const* const b = centers + at % nbCenters * length;
    float sum = 0.0F;
    for (int64_t k = 0; k < length; ++k) {
        float const difference = a[k] - b[k];
        sum += difference * difference;
    }
    y[at] = sum;
}

} // namespace

//! Scratch memory for one enqueue(): none.
size_t DistancesPlugin::getWorkspaceSize(DynamicPluginTensorDesc const*, int32_t,
                                         DynamicPluginTensorDesc const*, int32_t) const noexcept {
    return 0;
}

//! \param inputDesc [0] x, [rows, length]; [1] centers, [nbCenters, length]. kFLOAT, kLINEAR.
//! \param outputs [0] y, [rows, nbCenters].
//! \return 0, or anything else where the work could not be put on `stream`. Nothing waits for it here.
int32_t DistancesPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                                 void const* const* inputs, void* const* outputs, void*,
                                 cudaStream_t stream) noexcept {
    int64_t const length = inputDesc[0].dims.d[1];
    int64_t const nbCenters = inputDesc[1].dims.d[0];
    int64_t const count = inputDesc[0].dims.d[0] * nbCenters;
    if (count == 0) {
        return 0;
    }
    distancesKernel<<<blocksFor(count), kTHREADS, 0, stream>>>(
        static_cast<float const*>(inputs[0]), static_cast<float const*>(inputs[1]),
        static_cast<float*>(outputs[0]), count, nbCenters, length);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}
