#include "tileKernel.h"

namespace workbook {
namespace {

//! One thread an output element. Index is 32 bits wide where all indexes fit, since a GPU divides 64-bit
//! integers slowly.
template <typename Element, typename Index>
__global__ void tileKernel(Element const* x, Element* y, TileShape const shape, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i >= count) {
        return;
    }
    auto rest = static_cast<Index>(i);
    Index from = 0;
    Index stride = 1;
    for (int32_t axis = shape.nbAxes - 1; axis >= 0; --axis) {
        auto const in = static_cast<Index>(shape.in[axis]);
        auto const out = static_cast<Index>(shape.out[axis]);
        from += rest % out % in * stride;
        rest /= out;
        stride *= in;
    }
    y[i] = x[from];
}

template <typename Element>
cudaError_t launch(void const* x, void* y, TileShape const& shape, cudaStream_t stream) {
    int64_t count = 1;
    for (int32_t axis = 0; axis < shape.nbAxes; ++axis) {
        count *= shape.out[axis];
    }
    constexpr int64_t kTHREADS = 256;
    auto const blocks = static_cast<unsigned int>((count + kTHREADS - 1) / kTHREADS);
    auto const* const from = static_cast<Element const*>(x);
    auto* const to = static_cast<Element*>(y);
    if (count <= INT32_MAX) {
        tileKernel<Element, uint32_t><<<blocks, kTHREADS, 0, stream>>>(from, to, shape, count);
    } else {
        tileKernel<Element, uint64_t><<<blocks, kTHREADS, 0, stream>>>(from, to, shape, count);
    }
    return cudaGetLastError();
}

} // namespace

cudaError_t tile(void const* x, void* y, TileShape const& shape, int32_t elementBytes, cudaStream_t stream) {
    switch (elementBytes) {
    case 1:
        return launch<uint8_t>(x, y, shape, stream);
    case 2:
        return launch<uint16_t>(x, y, shape, stream);
    case 4:
        return launch<uint32_t>(x, y, shape, stream);
    case 8:
        return launch<uint64_t>(x, y, shape, stream);
    default:
        return cudaErrorInvalidValue;
    }
}

} // namespace workbook
