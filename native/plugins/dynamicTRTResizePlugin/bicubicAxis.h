#pragma once
#include <cstdint>

//! Where an output element samples the input along one axis, in whole numbers, so that neither the place nor
//! the fraction loses digits on long axes: output index o samples at (perOutput * o + offset) / divisor input
//! elements.
namespace workbook {

struct BicubicAxis {
    int32_t in;        //!< input extent, at least 1
    int32_t out;       //!< output extent, at least 1
    int64_t perOutput; //!< numerator's step from one output element to the next
    int64_t offset;    //!< numerator of output element 0; may be negative
    int64_t divisor;   //!< positive
    int32_t stepWhole; //!< perOutput / divisor
    int64_t stepRest;  //!< perOutput % divisor
};

//! PyTorch's two ways to lay the output over the input. With aligned corners the centres of the corner
//! elements meet: o * (in - 1) / (out - 1), and 0 when out is 1. Otherwise the edges of the images meet: (o +
//! 0.5) * in / out - 0.5.
//! \see torch.nn.functional.interpolate, `align_corners`
inline BicubicAxis makeBicubicAxis(int32_t in, int32_t out, bool alignCorners) noexcept {
    BicubicAxis axis{};
    axis.in = in;
    axis.out = out;
    if (!alignCorners) {
        axis.perOutput = 2 * static_cast<int64_t>(in);
        axis.offset = static_cast<int64_t>(in) - out;
        axis.divisor = 2 * static_cast<int64_t>(out);
    } else {
        axis.perOutput = out > 1 ? in - 1 : 0;
        axis.divisor = out > 1 ? out - 1 : 1;
    }
    axis.stepWhole = static_cast<int32_t>(axis.perOutput / axis.divisor);
    axis.stepRest = axis.perOutput % axis.divisor;
    return axis;
}

} // namespace workbook
