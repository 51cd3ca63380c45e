#pragma once
#include <cstdint>
#include <cuda_runtime_api.h>

namespace workbook {

//! The two formulas that are both called GELU. They differ by up to 5e-4.
enum class GeluForm : int32_t {
    kERF = 0, //!< x * Phi(x), Phi the normal distribution function: 0.5 x (1 + erf(x / sqrt 2))
    kTANH = 1 //!< 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))
};

//! y[i] = gelu(x[i]) for float32. Asynchronous on `stream`.
//! \param x,y Device pointers to `count` elements each; null only when count is 0. May be the same.
//! \return cudaGetLastError() of the launch; cudaSuccess without a launch when count is 0.
cudaError_t geluFloat(float const* x, float* y, int64_t count, GeluForm form, cudaStream_t stream);

//! The same for float16: each element is widened to float, computed, and rounded to nearest even.
cudaError_t geluHalf(void const* x, void* y, int64_t count, GeluForm form, cudaStream_t stream);

//! The same for quantised values: x[i] stands for x[i] * xScale, y[i] for y[i] * yScale. Results are rounded
//! to nearest even and end at -128 and 127.
//! \param xScale,yScale Positive.
cudaError_t geluInt8(int8_t const* x, int8_t* y, int64_t count, float xScale, float yScale, GeluForm form,
                     cudaStream_t stream);

} // namespace workbook
