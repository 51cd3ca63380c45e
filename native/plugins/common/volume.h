#pragma once
#include "NvInferRuntime.h"

namespace workbook {

//! Elements of a tensor: 1 for a scalar, 0 for an empty tensor, -1 when a dimension is not known (-1) or the
//! number of dimensions is not valid.
inline int64_t volume(nvinfer1::Dims const& dims) noexcept {
    if (dims.nbDims < 0 || dims.nbDims > nvinfer1::Dims::MAX_DIMS) {
        return -1;
    }
    int64_t count = 1;
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        if (dims.d[i] < 0) {
            return -1;
        }
        count *= dims.d[i];
    }
    return count;
}

} // namespace workbook
