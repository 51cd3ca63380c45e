#pragma once
#include "NvInferRuntime.h"

#include <string>

namespace workbook {

//! `[1,3,8,8]`, for messages.
inline std::string printDims(nvinfer1::Dims const& dims) {
    std::string text = "[";
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        text += (i == 0 ? "" : ",") + std::to_string(dims.d[i]);
    }
    return text + "]";
}

} // namespace workbook
