#include "../common/launchGrid.h"
#include "lookupTableKernel.h"

namespace workbook {
namespace {

//! One thread an element, and the element a grid further where the grid has too few.
__global__ void lookUpKernel(int32_t const* x, float const* table, int32_t entries, float* y, int64_t count) {
    int64_t const step = static_cast<int64_t>(gridDim.x) * blockDim.x;
    for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += step) {
        int32_t const index = x[i];
        y[i] = index >= 0 && index < entries ? table[index] : 0.0F;
    }
}

} // namespace

cudaError_t lookUp(int32_t const* x, float const* table, int32_t entries, float* y, int64_t count,
                   cudaStream_t stream) {
    if (count == 0) {
        return cudaSuccess;
    }
    constexpr int64_t kTHREADS = 256;
    lookUpKernel<<<blocksFor(count, kTHREADS), kTHREADS, 0, stream>>>(x, table, entries, y, count);
    return cudaGetLastError();
}

} // namespace workbook
