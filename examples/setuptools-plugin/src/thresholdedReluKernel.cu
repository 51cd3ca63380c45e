#include "thresholdedReluKernel.h"

//! One thread an element. x, y: [count].
static __global__ void thresholdedReluKernel(float const* x, float* y, float alpha, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = x[i] > alpha ? x[i] : 0.0F;
    }
}

cudaError_t thresholdedRelu(float const* x, float* y, float alpha, int64_t count, cudaStream_t stream) {
    if (count == 0) {
        return cudaSuccess; // a grid of 0 blocks is a launch error
    }
    constexpr int kTHREADS = 256;
    auto const blocks = static_cast<unsigned int>((count + kTHREADS - 1) / kTHREADS);
    thresholdedReluKernel<<<blocks, kTHREADS, 0, stream>>>(x, y, alpha, count);
    return cudaGetLastError();
}
