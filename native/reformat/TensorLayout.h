#pragma once

#include "NvInferRuntime.h"

#include <cstdint>

//! Where the elements of a tensor are, by data type and TensorFormat (NvInferRuntimeBase.h 10.16,
//! TensorFormat).
namespace workbook::reformat {

//! Where element i of an axis is, in elements: `i / vector * stride + i % vector`, vector = 1 << shift.
struct AxisLayout {
    int64_t stride;
    int32_t shift;
};

//! How a format groups the elements of one axis, the channels.
struct FormatRule {
    int32_t axis;     //!< counted from the end: 3 or 4; 0 for kLINEAR
    int32_t vector;   //!< elements that stand together; the channels are padded to a multiple of it
    bool vectorMinor; //!< all channels of a point stand together (HWC), not only a vector of them (CHW)
};

//! \param nbDims A format whose channel axis the tensor does not have is linear.
//! \return false for kDLA_LINEAR and kDLA_HWC4, and for numbers that are no format.
bool ruleOf(nvinfer1::TensorFormat format, int32_t nbDims, FormatRule& rule) noexcept;

//! Bytes of one element; 0 for types of less than a byte, which no reformat layer takes, and for numbers that
//! are no type.
int64_t bytesPerElement(nvinfer1::DataType type) noexcept;

//! `extent` channels and the padding behind them.
constexpr int64_t padded(int64_t extent, int32_t vector) { return (extent + vector - 1) / vector * vector; }

//! The channel axis of a tensor whose planes have `points` elements.
AxisLayout channelLayout(FormatRule const& rule, int64_t points) noexcept;

//! Distance of neighbouring points of a plane. \param channels With padding.
int64_t pointStride(FormatRule const& rule, int64_t channels) noexcept;

} // namespace workbook::reformat
