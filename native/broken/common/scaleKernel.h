#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

namespace broken {

//! y[i] = scale * x[i]. Asynchronous on `stream`.
//! \param x,y Device pointers to `count` floats each; null only when count is 0.
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch when count is 0.
cudaError_t scaleFloats(float const* x, float* y, float scale, int64_t count, cudaStream_t stream);

} // namespace broken
