#pragma once
#include "NvInferRuntime.h"

#include <string>

namespace workbook {

//! Elements of a tensor of these extents: 1 for a scalar, 0 when an extent is 0. Padding of vectorised
//! formats is not counted.
inline int64_t elementCount(nvinfer1::Dims const& dims) noexcept {
    int64_t count = 1;
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        count *= dims.d[i];
    }
    return count;
}

//! `[1,3,8,8]`, for messages.
inline std::string printDims(nvinfer1::Dims const& dims) {
    std::string text = "[";
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        text += (i == 0 ? "" : ",") + std::to_string(dims.d[i]);
    }
    return text + "]";
}

} // namespace workbook
