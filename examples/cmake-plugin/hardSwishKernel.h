#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

//! y[i] = x[i] * clamp(x[i] / 6 + 1/2, 0, 1) for float32. Asynchronous on `stream`.
//! \param x,y Device pointers to `count` elements each. May be the same.
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch when count is 0.
cudaError_t hardSwish(float const* x, float* y, int64_t count, cudaStream_t stream);
