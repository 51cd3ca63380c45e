#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

//! y[r] is the largest of x[r, 0], x[r, 1], … Asynchronous on `stream`. Its body is in rowMaxKernel.cu.
//! \tparam T float or __half.
//! \param x Device pointer to rows * columns elements, columns at least 1. \param y To `rows` elements; rows
//! is at least 1. \return cudaGetLastError() of the launch.
template <typename T>
cudaError_t rowMax(T const* x, T* y, int64_t rows, int64_t columns, cudaStream_t stream);
