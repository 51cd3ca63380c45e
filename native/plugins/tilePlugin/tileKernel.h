#pragma once
#include "tileShape.h"

#include <cuda_runtime_api.h>

namespace workbook {

//! Repeats x as often as it fits into y, along each axis. Elements are copied, whatever they mean.
//! Asynchronous on `stream`.
//! \param x,y Device pointers, aligned to elementBytes: x the product of shape.in elements, y that of
//! shape.out, dense.
//! \param elementBytes 1, 2, 4 or 8.
//! \return cudaGetLastError() of the launch; cudaErrorInvalidValue for another elementBytes.
cudaError_t tile(void const* x, void* y, TileShape const& shape, int32_t elementBytes, cudaStream_t stream);

} // namespace workbook
