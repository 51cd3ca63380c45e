#include "rowMaxKernel.h"

#include <cuda_fp16.h>

template <typename T> __global__ void rowMaxKernel(T const* x, T* y, int64_t rows, int64_t columns) {
    int64_t const row = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row < rows) {
        T most = x[row * columns];
        for (int64_t i = 1; i < columns; ++i) {
            T const other = x[row * columns + i];
            most = other > most ? other : most;
        }
        y[row] = most;
    }
}

template <typename T>
cudaError_t rowMax(T const* x, T* y, int64_t rows, int64_t columns, cudaStream_t stream) {
    constexpr int threads = 64; // of a block
    auto const blocks = static_cast<unsigned int>((rows + threads - 1) / threads);
    rowMaxKernel<<<blocks, threads, 0, stream>>>(x, y, rows, columns);
    return cudaGetLastError();
}

template cudaError_t rowMax<float>(float const*, float*, int64_t, int64_t, cudaStream_t);
template cudaError_t rowMax<__half>(__half const*, __half*, int64_t, int64_t, cudaStream_t);
