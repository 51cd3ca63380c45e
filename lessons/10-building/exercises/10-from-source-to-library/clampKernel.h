#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

//! y[i] = x[i], but no less than `low` and no more than `high`. Asynchronous on `stream`.
//! \param x,y Device pointers to `count` floats each.
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch where count is 0.
cudaError_t clamp(float const* x, float* y, float low, float high, int64_t count, cudaStream_t stream);
