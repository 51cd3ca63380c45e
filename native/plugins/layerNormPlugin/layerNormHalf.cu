#include "layerNormKernel.cuh"

namespace workbook {

//! The same for FP16, in a file of its own: both compile at the same time, and a change here does not
//! recompile the other.
template cudaError_t layerNorm<__half>(__half const*, __half const*, __half const*, __half*, int64_t, int64_t,
                                       float, cudaStream_t);

} // namespace workbook
