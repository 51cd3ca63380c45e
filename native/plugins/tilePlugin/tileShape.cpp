#include "tileShape.h"

namespace workbook {

TileShape mergeTileAxes(nvinfer1::Dims const& in, nvinfer1::Dims const& out) noexcept {
    TileShape shape{};
    for (int32_t i = 0; i < in.nbDims; ++i) {
        int32_t const last = shape.nbAxes - 1;
        bool const merge = last >= 0 && (in.d[i] == out.d[i] || shape.in[last] == 1);
        if (merge) {
            shape.in[last] *= in.d[i];
            shape.out[last] *= out.d[i];
        } else {
            shape.in[shape.nbAxes] = in.d[i];
            shape.out[shape.nbAxes] = out.d[i];
            ++shape.nbAxes;
        }
    }
    return shape;
}

} // namespace workbook
