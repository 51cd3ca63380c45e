#include <NvInfer.h>

#include "rowSoftmaxPlugin.h"

#include <cmath>
#include <cstdint>

namespace {

constexpr int32_t kTHREADS = 128; //!< of a block

//! Combines one value of every thread. All threads of the block call it.
//! \param shared [kTHREADS], free again when it returns.
template <typename Op> __device__ float reduce(float value, float* shared, Op op) {
    auto const thread = static_cast<int32_t>(threadIdx.x);
    shared[thread] = value;
    __syncthreads();
    for (int32_t half = kTHREADS / 2; half > 0; half /= 2) {
        if (thread < half) {
            shared[thread] = op(shared[thread], shared[thread + half]);
        }
        __syncthreads(); // outside the if: all threads of the block come here
    }
    float const result = shared[0];
    __syncthreads(); // nobody writes shared[0] again before all have read it
    return result;
}

//! One block a row: what the row's threads need to know of it is found out once, together.
__global__ void softmaxKernel(float const* x, float* y, int64_t rows, int64_t length) {
    __shared__ float shared[kTHREADS];
    auto const thread = static_cast<int32_t>(threadIdx.x);
    for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
        float const* const in = x + row * length;
        float* const out = y + row * length;
        // exp() of more than 88 is infinite in float; the largest element becomes exp(0).
        float largest = -INFINITY;
        for (int64_t i = thread; i < length; i += kTHREADS) {
            largest = fmaxf(largest, in[i]);
        }
        largest = reduce(largest, shared, [](float a, float b) { return fmaxf(a, b); });
        float sum = 0.0F;
        for (int64_t i = thread; i < length; i += kTHREADS) {
            float const power = expf(in[i] - largest); // of each element once
            out[i] = power;
            sum += power;
        }
        float const factor = 1.0F / reduce(sum, shared, [](float a, float b) { return a + b; });
        for (int64_t i = thread; i < length; i += kTHREADS) {
            out[i] *= factor; // its own elements: no barrier
        }
    }
}

} // namespace

cudaError_t rowSoftmax(float const* x, float* y, int64_t rows, int64_t length, cudaStream_t stream) noexcept {
    if (rows == 0 || length == 0) {
        return cudaSuccess;
    }
    auto const blocks = static_cast<unsigned int>(rows < INT32_MAX ? rows : INT32_MAX);
    softmaxKernel<<<blocks, kTHREADS, 0, stream>>>(x, y, rows, length);
    return cudaGetLastError();
}
