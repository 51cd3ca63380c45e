#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

//! y[r] is the sum of x[r, 0], x[r, 1], … Asynchronous on `stream`.
//! \param x Device pointer to rows * columns floats. \param y To `rows` floats; rows is at least 1.
//! \return cudaGetLastError() of the launch.
cudaError_t rowSum(float const* x, float* y, int64_t rows, int64_t columns, cudaStream_t stream);
