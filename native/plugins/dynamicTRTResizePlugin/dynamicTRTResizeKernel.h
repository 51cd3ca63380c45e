#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

namespace workbook {

//! Two kernels for the same arithmetic; they are the tactics of DynamicTRTResize version "2".
enum class ResizeKernel : int32_t {
    kPLAIN =
        1, //!< a thread an output pixel, all of it from scratch: obvious, and many threads for small images
    kSTRIPS = 2 //!< a thread walks down a strip of output rows and keeps what neighbouring rows share
};

//! Extents of a resize; batch and channels are the same on both sides.
struct ResizeShape {
    int64_t batch, channels;
    int32_t inHeight, inWidth;
    int32_t outHeight, outWidth;
};

//! Bicubic resize of x to y, asynchronous on `stream`: PyTorch's, with a = -0.75 and indexes clamped at the
//! border. Sums are in float32; kHALF rounds once, to nearest even.
//! \param x,y Device pointers, linear: x [batch, channels, inHeight, inWidth], y [batch, channels, outHeight,
//! outWidth].
//! \param shape Every extent at least 1.
//! \return cudaGetLastError() of the launch.
cudaError_t resizeBicubicFloat(float const* x, float* y, ResizeShape const& shape, bool alignCorners,
                               ResizeKernel kernel, cudaStream_t stream);

//! The same for float16.
cudaError_t resizeBicubicHalf(void const* x, void* y, ResizeShape const& shape, bool alignCorners,
                              ResizeKernel kernel, cudaStream_t stream);

//! The same for float16 in TensorFormat::kHWC8 on both sides. \param x,y 16-byte aligned.
cudaError_t resizeBicubicHalfHwc8(void const* x, void* y, ResizeShape const& shape, bool alignCorners,
                                  ResizeKernel kernel, cudaStream_t stream);

} // namespace workbook
