#include "resizeKernel.h"

namespace broken {
namespace {

__global__ void takeNearest(float const* x, int64_t h, int64_t w, float* y, int64_t oh, int64_t ow,
                            int64_t count) {
    int64_t const i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (i < count) {
        int64_t const column = i % ow * w / ow;
        int64_t const row = i / ow % oh * h / oh;
        int64_t const channel = i / (ow * oh);
        y[i] = x[(channel * h + row) * w + column];
    }
}

} // namespace

cudaError_t resizeNearest(float const* x, int64_t const* from, float* y, int64_t const* to,
                          cudaStream_t stream) {
    int64_t const count = to[0] * to[1] * to[2] * to[3];
    takeNearest<<<static_cast<unsigned>((count + 255) / 256), 256, 0, stream>>>(x, from[2], from[3], y, to[2],
                                                                                to[3], count);
    return cudaGetLastError();
}

} // namespace broken
