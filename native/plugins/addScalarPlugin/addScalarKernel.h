#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

namespace workbook {

//! y[i] = x[i] + scalar for float32. Asynchronous on `stream`.
//! \param x,y Device pointers to `count` elements each; null only when count is 0. May be the same.
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch when count is 0.
cudaError_t addScalarFloat(float const* x, float* y, float scalar, int64_t count, cudaStream_t stream);

//! The same for float16: each element is widened to float, added, and rounded to nearest even.
cudaError_t addScalarHalf(void const* x, void* y, float scalar, int64_t count, cudaStream_t stream);

} // namespace workbook
