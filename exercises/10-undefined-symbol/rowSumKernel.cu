#include "rowSumKernel.h"

__global__ void rowSumKernel(float const* x, float* y, int64_t rows, int64_t columns) {
    int64_t const row = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row < rows) {
        float sum = 0.0F;
        for (int64_t i = 0; i < columns; ++i) {
            sum += x[row * columns + i];
        }
        y[row] = sum;
    }
}

cudaError_t rowSum(float const* x, float* y, int64_t rows, int64_t columns, cudaStream_t stream) {
    constexpr int threads = 64; // of a block
    auto const blocks = static_cast<unsigned int>((rows + threads - 1) / threads);
    rowSumKernel<<<blocks, threads, 0, stream>>>(x, y, rows, columns);
    return cudaGetLastError();
}
