#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

namespace workbook {

//! y[i] = table[x[i]], and 0 where x[i] is not in 0 .. entries - 1 (ours: no index reaches memory outside the
//! table). Asynchronous on `stream`.
//! \param x Device pointer, [count]. \param table Device pointer, [entries]. \param y Device pointer,
//! [count].
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch when count is 0.
cudaError_t lookUp(int32_t const* x, float const* table, int32_t entries, float* y, int64_t count,
                   cudaStream_t stream);

} // namespace workbook
