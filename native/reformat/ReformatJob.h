#pragma once

#include "TensorLayout.h"

#include <cuda_runtime_api.h>

namespace workbook::reformat {

//! One side of a copy: strides, in elements, of its four axes.
struct SideLayout {
    int64_t outer;
    AxisLayout other; //!< the second channel axis, where the two formats do not have the same one
    AxisLayout channel;
    int64_t point;
};

//! A copy into another layout, as tiles of channels times points.
struct TileJob {
    int64_t outer;
    int64_t other;
    int64_t channels;        //!< that are read
    int64_t writtenChannels; //!< with padding, which is written as zeros
    int64_t points;
    SideLayout from;
    SideLayout to;
};

//! What to copy. The kernels need no more than this.
struct ReformatJob {
    int64_t count{
        0}; //!< elements, where both sides lie alike: then `tiles` means nothing. 0: look at `tiles`
    TileJob tiles{};
    float fromScale{1}; //!< where the input is kINT8
    float toScale{1};   //!< where the output is kINT8
};

//! Puts the copy on a stream.
using Launch = cudaError_t (*)(ReformatJob const& job, void const* from, void* to, cudaStream_t stream);

// The kernels for a pair of types; nullptr where there are none.

//! The bytes as they are.
Launch findCopy(nvinfer1::DataType type) noexcept;
//! Between kFLOAT, kHALF, kBF16 and kINT8; kINT8 to kINT8 changes the scale.
Launch findFloatConversion(nvinfer1::DataType from, nvinfer1::DataType to) noexcept;
//! kINT32, kINT64, kBOOL and kUINT8 among each other, and between them and kFLOAT, kHALF and kBF16.
Launch findCast(nvinfer1::DataType from, nvinfer1::DataType to) noexcept;

} // namespace workbook::reformat
