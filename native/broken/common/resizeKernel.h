#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

namespace broken {

//! y[0, c, i, j] is the nearest element of x[0, c]. Asynchronous on `stream`.
//! \param x,y Device pointers to the floats of [1, C, H, W] and [1, C, OH, OW].
//! \param from,to Those four extents, on the host.
//! \return cudaGetLastError() of the launch.
cudaError_t resizeNearest(float const* x, int64_t const* from, float* y, int64_t const* to,
                          cudaStream_t stream);

} // namespace broken
