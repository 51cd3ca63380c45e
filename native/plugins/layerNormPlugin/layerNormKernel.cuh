#pragma once
#include "../common/blockReduce.cuh"
#include "../common/launchGrid.h"
#include "../common/widen.cuh"
#include "layerNormKernel.h"

namespace workbook {

//! One block a row; a grid smaller than the number of rows goes on with the row a grid further. The row is
//! read three times: the mean must be there before the deviations from it are summed (the sum of squares
//! minus the squared sum would lose its digits when the mean is large beside the deviation).
template <typename T, int32_t kTHREADS>
__global__ void layerNormKernel(T const* x, T const* gamma, T const* beta, T* y, int64_t rows, int64_t hidden,
                                float epsilon) {
    __shared__ float scratch[kTHREADS];
    for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
        T const* const in = x + row * hidden;
        T* const out = y + row * hidden;
        float sum = 0.0F;
        for (int64_t i = threadIdx.x; i < hidden; i += kTHREADS) {
            sum += widen(in[i]);
        }
        float const mean = blockReduce<kTHREADS>(sum, scratch, AddOp{}) / static_cast<float>(hidden);
        float squares = 0.0F;
        for (int64_t i = threadIdx.x; i < hidden; i += kTHREADS) {
            float const deviation = widen(in[i]) - mean;
            squares += deviation * deviation;
        }
        float const variance = blockReduce<kTHREADS>(squares, scratch, AddOp{}) / static_cast<float>(hidden);
        float const factor = 1.0F / sqrtf(variance + epsilon);
        for (int64_t i = threadIdx.x; i < hidden; i += kTHREADS) {
            narrow((widen(in[i]) - mean) * factor * widen(gamma[i]) + widen(beta[i]), out[i]);
        }
    }
}

template <typename T>
cudaError_t layerNorm(T const* x, T const* gamma, T const* beta, T* y, int64_t rows, int64_t hidden,
                      float epsilon, cudaStream_t stream) {
    if (rows == 0 || hidden == 0) {
        return cudaSuccess;
    }
    unsigned int const blocks = blocksFor(rows, 1);
    if (hidden <= 32) {
        layerNormKernel<T, 32><<<blocks, 32, 0, stream>>>(x, gamma, beta, y, rows, hidden, epsilon);
    } else {
        layerNormKernel<T, 256><<<blocks, 256, 0, stream>>>(x, gamma, beta, y, rows, hidden, epsilon);
    }
    return cudaGetLastError();
}

} // namespace workbook
