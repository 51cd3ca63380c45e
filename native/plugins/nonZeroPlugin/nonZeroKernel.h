#pragma once
#include <cstddef>
#include <cstdint>
#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

namespace workbook {

constexpr int32_t kNON_ZERO_MAX_RANK = 8; //!< nvinfer1::Dims::MAX_DIMS

//! The shape of x, by value: a kernel cannot follow a pointer to host memory.
struct NonZeroShape {
    int32_t rank;
    int64_t dims[kNON_ZERO_MAX_RANK];
};

//! Bytes of device memory that nonZero() needs for `count` elements: one int64 for each chunk of elements
//! that a block looks at.
size_t nonZeroWorkspaceBytes(int64_t count) noexcept;

//! The coordinates of the elements that are not zero, in row-major order. NaN is not zero, -0.0 is.
//! Asynchronous on `stream`.
//!
//! The number n of such elements is known on the device only, so the kernel that writes the coordinates reads
//! it from there.
//!
//! \param x Device pointer, `count` elements of the shape `shape`.
//! \param indices Device pointer, [rank, n] packed, with room for rank * count; may be null when rank is 0.
//! \param nbNonZero Device pointer, one int32: n.
//! \param workspace Device pointer, nonZeroWorkspaceBytes(count) bytes.
//! \param count At most 2^31 - 1, what fits a size tensor. 0 launches no kernel, but n must still be set: a
//! cudaMemsetAsync does.
//! \return cudaGetLastError() of the launches.
template <typename T>
cudaError_t nonZero(T const* x, int64_t* indices, int32_t* nbNonZero, void* workspace,
                    NonZeroShape const& shape, int64_t count, cudaStream_t stream);

extern template cudaError_t nonZero<float>(float const*, int64_t*, int32_t*, void*, NonZeroShape const&,
                                           int64_t, cudaStream_t);
extern template cudaError_t nonZero<__half>(__half const*, int64_t*, int32_t*, void*, NonZeroShape const&,
                                            int64_t, cudaStream_t);
extern template cudaError_t nonZero<int8_t>(int8_t const*, int64_t*, int32_t*, void*, NonZeroShape const&,
                                            int64_t, cudaStream_t);
extern template cudaError_t nonZero<int32_t>(int32_t const*, int64_t*, int32_t*, void*, NonZeroShape const&,
                                             int64_t, cudaStream_t);

} // namespace workbook
