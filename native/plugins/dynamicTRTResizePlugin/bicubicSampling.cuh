#pragma once
#include "bicubicAxis.h"

//! The device side of one axis: sampling places, the four weights of a place, and the border.
namespace workbook {

//! A sampling place: between input elements `index` and `index + 1`.
struct Place {
    int32_t index; //!< -1 before the first element
    int64_t rest;  //!< the fraction times the axis's divisor, from 0 to divisor - 1
};

__device__ inline Place placeOf(BicubicAxis const& axis, int32_t output) {
    int64_t const numerator = axis.perOutput * output + axis.offset;
    int64_t whole = numerator / axis.divisor;
    int64_t rest = numerator % axis.divisor;
    if (rest < 0) { // division truncates, the place is the floor
        rest += axis.divisor;
        --whole;
    }
    return {static_cast<int32_t>(whole), rest};
}

//! The place of the next output element, without a division.
__device__ inline void advance(BicubicAxis const& axis, Place& place) {
    place.index += axis.stepWhole;
    place.rest += axis.stepRest;
    if (place.rest >= axis.divisor) {
        place.rest -= axis.divisor;
        ++place.index;
    }
}

//! Weights of the elements index - 1, index, index + 1, index + 2. They sum to 1.
struct CubicWeights {
    float w[4];
};

//! Keys' cubic convolution with PyTorch's a = -0.75.
__device__ inline CubicWeights weightsAt(BicubicAxis const& axis, Place const& place) {
    constexpr float a = -0.75F;
    float const t = static_cast<float>(place.rest) / static_cast<float>(axis.divisor);
    float const u = 1.0F - t;
    return {{a * t * u * u, ((a + 2.0F) * t - (a + 3.0F)) * t * t + 1.0F,
             ((a + 2.0F) * u - (a + 3.0F)) * u * u + 1.0F, a * u * t * t}};
}

//! Elements outside are the nearest ones inside.
__device__ inline int32_t clampIndex(BicubicAxis const& axis, int32_t index) {
    return index < 0 ? 0 : index < axis.in ? index : axis.in - 1;
}

} // namespace workbook
