#pragma once
#include <cstdint>
#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

namespace workbook {

//! y[r][i] = (x[r][i] - mean(x[r])) / sqrt(variance(x[r]) + epsilon) * gamma[i] + beta[i], with the variance
//! over `hidden` elements (not hidden - 1). Computed in float; asynchronous on `stream`.
//!
//! \param x,y Device pointers, [rows, hidden]; null only when one of these is 0. May be the same.
//! \param gamma,beta Device pointers, [hidden].
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch when there are no elements.
template <typename T>
cudaError_t layerNorm(T const* x, T const* gamma, T const* beta, T* y, int64_t rows, int64_t hidden,
                      float epsilon, cudaStream_t stream);

// The template's body is in layerNormKernel.cuh, which only .cu files can include: these two are compiled
// elsewhere, one file a type.
extern template cudaError_t layerNorm<float>(float const*, float const*, float const*, float*, int64_t,
                                             int64_t, float, cudaStream_t);
extern template cudaError_t layerNorm<__half>(__half const*, __half const*, __half const*, __half*, int64_t,
                                              int64_t, float, cudaStream_t);

} // namespace workbook
