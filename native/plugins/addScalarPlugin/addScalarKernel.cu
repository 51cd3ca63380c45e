#include "addScalarKernel.h"

#include <cuda_fp16.h>

namespace workbook {
namespace {

__device__ inline float widen(float value) { return value; }
__device__ inline float widen(__half value) { return __half2float(value); }
__device__ inline void narrow(float value, float& result) { result = value; }
__device__ inline void narrow(float value, __half& result) { result = __float2half(value); }

// ANCHOR: kernel-and-launch
// ANCHOR: kernel
//! One thread an element. x, y: [count].
template <typename T> __global__ void addScalarKernel(T const* x, T* y, float scalar, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        narrow(widen(x[i]) + scalar, y[i]);
    }
}
// ANCHOR_END: kernel

// ANCHOR: launch
template <typename T> cudaError_t launch(T const* x, T* y, float scalar, int64_t count, cudaStream_t stream) {
    if (count == 0) {
        return cudaSuccess; // a grid of 0 blocks is a launch error
    }
    constexpr int64_t kTHREADS = 256;
    auto const blocks = static_cast<unsigned int>((count + kTHREADS - 1) / kTHREADS);
    addScalarKernel<T><<<blocks, kTHREADS, 0, stream>>>(x, y, scalar, count);
    return cudaGetLastError();
}
// ANCHOR_END: launch
// ANCHOR_END: kernel-and-launch

} // namespace

cudaError_t addScalarFloat(float const* x, float* y, float scalar, int64_t count, cudaStream_t stream) {
    return launch(x, y, scalar, count, stream);
}

cudaError_t addScalarHalf(void const* x, void* y, float scalar, int64_t count, cudaStream_t stream) {
    return launch(static_cast<__half const*>(x), static_cast<__half*>(y), scalar, count, stream);
}

} // namespace workbook
