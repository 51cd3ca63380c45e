#include "rowPeak.h"

#include <cstdint>
#include <cuda_fp16.h>

namespace {

constexpr int32_t kTHREADS = 128;

__device__ inline float widen(float value) { return value; }
__device__ inline float widen(__half value) { return __half2float(value); }
__device__ inline void narrow(float value, float& result) { result = value; }
__device__ inline void narrow(float value, __half& result) { result = __float2half(value); }

//! One thread a row.
template <typename T>
__global__ void largestMagnitude(T const* x, float* magnitudes, int64_t rows, int64_t length) {
    int64_t const row = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row >= rows) {
        return;
    }
    float largest = 0.0F;
    for (int64_t i = 0; i < length; ++i) {
        largest = fmaxf(largest, fabsf(widen(x[row * length + i])));
    }
    magnitudes[row] = largest;
}

//! One thread an element.
template <typename T>
__global__ void scaleRows(T const* x, T* y, float const* magnitudes, int64_t count, int64_t length,
                          float peak, int32_t mode) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i >= count) {
        return;
    }
    float const magnitude = magnitudes[i / length];
    bool const kept = magnitude == 0.0F || (mode == 1 && magnitude <= peak);
    narrow(kept ? widen(x[i]) : widen(x[i]) * (peak / magnitude), y[i]);
}

unsigned int blocks(int64_t count) { return static_cast<unsigned int>((count + kTHREADS - 1) / kTHREADS); }

template <typename T>
cudaError_t run(T const* x, T* y, float* magnitudes, int64_t rows, int64_t length, float peak, int32_t mode,
                cudaStream_t stream) {
    int64_t const count = rows * length;
    largestMagnitude<<<blocks(rows), kTHREADS, 0, stream>>>(x, magnitudes, rows, length);
    scaleRows<<<blocks(count), kTHREADS, 0, stream>>>(x, y, magnitudes, count, length, peak, mode);
    return cudaGetLastError();
}

} // namespace

cudaError_t rowPeak(nvinfer1::DataType type, void const* x, void* y, float* magnitudes, int64_t rows,
                    int64_t length, float peak, int32_t mode, cudaStream_t stream) noexcept {
    if (rows == 0 || length == 0) {
        return cudaSuccess;
    }
    if (type == nvinfer1::DataType::kHALF) {
        return run(static_cast<__half const*>(x), static_cast<__half*>(y), magnitudes, rows, length, peak,
                   mode, stream);
    }
    return run(static_cast<float const*>(x), static_cast<float*>(y), magnitudes, rows, length, peak, mode,
               stream);
}
