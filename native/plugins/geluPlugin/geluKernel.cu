#include "../common/widen.cuh"
#include "geluKernel.h"

#include <math.h>

namespace workbook {
namespace {

template <GeluForm kFORM> __device__ inline float gelu(float x);

// erfc instead of 1 + erf: for negative x the sum would cancel and leave no digits.
template <> __device__ inline float gelu<GeluForm::kERF>(float x) {
    return 0.5F * x * erfcf(x * -0.70710678F);
}

template <> __device__ inline float gelu<GeluForm::kTANH>(float x) {
    return 0.5F * x * (1.0F + tanhf(0.79788456F * (x + 0.044715F * x * x * x)));
}

constexpr int32_t kTHREADS = 256;
//! Elements a thread, kTHREADS apart, so that the threads of a warp read neighbours.
constexpr int32_t kPER_THREAD = 4;
constexpr int64_t kPER_BLOCK = int64_t{kTHREADS} * kPER_THREAD;

// ANCHOR: kernel
//! x, y: [count].
template <GeluForm kFORM, typename T> __global__ void geluKernel(T const* x, T* y, int64_t count) {
    int64_t const first = blockIdx.x * kPER_BLOCK + threadIdx.x;
    for (int32_t k = 0; k < kPER_THREAD; ++k) {
        int64_t const i = first + k * kTHREADS;
        if (i < count) {
            narrow(gelu<kFORM>(widen(x[i])), y[i]);
        }
    }
}
// ANCHOR_END: kernel

// ANCHOR: int8-kernel
//! x, y: [count], quantised.
template <GeluForm kFORM>
__global__ void geluInt8Kernel(int8_t const* x, int8_t* y, int64_t count, float xScale, float yScale) {
    int64_t const first = blockIdx.x * kPER_BLOCK + threadIdx.x;
    for (int32_t k = 0; k < kPER_THREAD; ++k) {
        int64_t const i = first + k * kTHREADS;
        if (i < count) {
            float const result = rintf(gelu<kFORM>(static_cast<float>(x[i]) * xScale) / yScale);
            y[i] = static_cast<int8_t>(fminf(fmaxf(result, -128.0F), 127.0F));
        }
    }
}
// ANCHOR_END: int8-kernel

unsigned int blocksFor(int64_t count) {
    return static_cast<unsigned int>((count + kPER_BLOCK - 1) / kPER_BLOCK);
}

template <typename T>
cudaError_t launch(T const* x, T* y, int64_t count, GeluForm form, cudaStream_t stream) {
    if (count == 0) {
        return cudaSuccess; // a grid of 0 blocks is a launch error
    }
    if (form == GeluForm::kTANH) {
        geluKernel<GeluForm::kTANH, T><<<blocksFor(count), kTHREADS, 0, stream>>>(x, y, count);
    } else {
        geluKernel<GeluForm::kERF, T><<<blocksFor(count), kTHREADS, 0, stream>>>(x, y, count);
    }
    return cudaGetLastError();
}

} // namespace

cudaError_t geluFloat(float const* x, float* y, int64_t count, GeluForm form, cudaStream_t stream) {
    return launch(x, y, count, form, stream);
}

cudaError_t geluHalf(void const* x, void* y, int64_t count, GeluForm form, cudaStream_t stream) {
    return launch(static_cast<__half const*>(x), static_cast<__half*>(y), count, form, stream);
}

cudaError_t geluInt8(int8_t const* x, int8_t* y, int64_t count, float xScale, float yScale, GeluForm form,
                     cudaStream_t stream) {
    if (count == 0) {
        return cudaSuccess;
    }
    if (form == GeluForm::kTANH) {
        geluInt8Kernel<GeluForm::kTANH>
            <<<blocksFor(count), kTHREADS, 0, stream>>>(x, y, count, xScale, yScale);
    } else {
        geluInt8Kernel<GeluForm::kERF>
            <<<blocksFor(count), kTHREADS, 0, stream>>>(x, y, count, xScale, yScale);
    }
    return cudaGetLastError();
}

} // namespace workbook
