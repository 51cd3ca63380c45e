#include "clampKernel.h"

__global__ void clampKernel(float const* x, float* y, float low, float high, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = fminf(fmaxf(x[i], low), high);
    }
}

cudaError_t clamp(float const* x, float* y, float low, float high, int64_t count, cudaStream_t stream) {
    constexpr int threads = 256; // of a block
    if (count == 0) {
        return cudaSuccess;
    }
    auto const blocks = static_cast<unsigned int>((count + threads - 1) / threads);
    clampKernel<<<blocks, threads, 0, stream>>>(x, y, low, high, count);
    return cudaGetLastError();
}
