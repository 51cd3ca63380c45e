#include "scaleKernel.h"

namespace broken {
namespace {

constexpr int64_t kTHREADS = 256;

__global__ void scaleElements(float const* x, float* y, float scale, int64_t count) {
    int64_t const i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = scale * x[i];
    }
}

} // namespace

cudaError_t scaleFloats(float const* x, float* y, float scale, int64_t count, cudaStream_t stream) {
    if (count == 0) {
        return cudaSuccess;
    }
    auto const blocks = static_cast<unsigned>((count + kTHREADS - 1) / kTHREADS);
    scaleElements<<<blocks, kTHREADS, 0, stream>>>(x, y, scale, count);
    return cudaGetLastError();
}

} // namespace broken
