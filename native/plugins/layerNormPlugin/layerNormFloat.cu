#include "layerNormKernel.cuh"

namespace workbook {

// ANCHOR: explicit-instantiation
//! Explicit instantiation: without this line no object file would hold layerNorm<float>, and the library
//! would have an undefined symbol.
template cudaError_t layerNorm<float>(float const*, float const*, float const*, float*, int64_t, int64_t,
                                      float, cudaStream_t);
// ANCHOR_END: explicit-instantiation

} // namespace workbook
