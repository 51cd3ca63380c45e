#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

//! y[i] = x[i] > alpha ? x[i] : 0 for float32. Asynchronous on `stream`.
//! \param x,y Device pointers to `count` elements each. May be the same.
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch when count is 0.
cudaError_t thresholdedRelu(float const* x, float* y, float alpha, int64_t count, cudaStream_t stream);
