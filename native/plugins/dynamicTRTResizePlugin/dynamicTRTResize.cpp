#include "dynamicTRTResize.h"
#include "../common/pluginFailure.h"
#include "../common/pluginField.h"
#include "../common/tensorDims.h"
#include "../common/volume.h"

using namespace nvinfer1;

namespace workbook {
namespace {

//! Positions are 64-bit, indexes along one axis 32-bit.
constexpr int64_t kLONGEST_AXIS = int64_t{1} << 30;

//! Why these images cannot be resized; empty when they can.
std::string problemWith(PluginTensorDesc const& x, PluginTensorDesc const& y) {
    if (x.dims.nbDims != 4 || y.dims.nbDims != 4) {
        return "x is " + printDims(x.dims) + " and y " + printDims(y.dims) + ", must be [N,C,H,W]";
    }
    if (x.dims.d[0] != y.dims.d[0] || x.dims.d[1] != y.dims.d[1]) {
        return "y is " + printDims(y.dims) + ", must have the batch and channels of x, " + printDims(x.dims);
    }
    if (volume(x.dims) < 0 || volume(y.dims) < 0) {
        return "x is " + printDims(x.dims) + " and y " + printDims(y.dims) + ", must be known";
    }
    for (int32_t axis = 2; axis < 4; ++axis) {
        if (x.dims.d[axis] < 1) {
            return "x is " + printDims(x.dims) + ": there is nothing to sample";
        }
        if (x.dims.d[axis] > kLONGEST_AXIS || y.dims.d[axis] > kLONGEST_AXIS) {
            return "x is " + printDims(x.dims) + " and y " + printDims(y.dims) + ", at most 2^30 a side";
        }
    }
    if (!resizeSupportsImage(x) || y.type != x.type || y.format != x.format) {
        return "the types or formats of x and y are none of those that supportsFormatCombination accepts";
    }
    return "";
}

} // namespace

bool readAlignCorners(PluginFieldCollection const* fields, int32_t& alignCorners) noexcept {
    return guarded("create DynamicTRTResize", false, [&] {
        PluginField const* const field = findField(fields, "align_corners");
        alignCorners = 0;
        if (field == nullptr) {
            return true;
        }
        std::string why;
        if (!fieldMatches(*field, PluginFieldType::kINT32, 1, why)) {
            pluginFailed("Cannot create DynamicTRTResize: ", why);
            return false;
        }
        alignCorners = *static_cast<int32_t const*>(field->data);
        if (alignCorners != 0 && alignCorners != 1) {
            pluginFailed("Cannot create DynamicTRTResize: field \"align_corners\" is ", alignCorners,
                         ", must be 0 or 1");
            return false;
        }
        return true;
    });
}

// ANCHOR: supports-image
bool resizeSupportsImage(PluginTensorDesc const& image) noexcept {
    switch (image.format) {
    case TensorFormat::kLINEAR:
        return image.type == DataType::kFLOAT || image.type == DataType::kHALF;
    case TensorFormat::kHWC8:
        return image.type == DataType::kHALF;
    default:
        return false;
    }
}
// ANCHOR_END: supports-image

int32_t resizeEnqueue(PluginTensorDesc const& xDesc, PluginTensorDesc const& yDesc, void const* x, void* y,
                      int32_t alignCorners, ResizeKernel kernel, cudaStream_t stream) noexcept {
    return guarded("run DynamicTRTResize", 1, [&]() -> int32_t {
        if (yDesc.dims.nbDims == 4 && volume(yDesc.dims) == 0) {
            return 0;
        }
        std::string const problem = problemWith(xDesc, yDesc);
        if (!problem.empty()) {
            return pluginFailed("Cannot run DynamicTRTResize: ", problem);
        }
        if (x == nullptr || y == nullptr) {
            return pluginFailed("Cannot run DynamicTRTResize: ", x == nullptr ? "x" : "y",
                                " is a null pointer");
        }
        auto const& in = xDesc.dims.d;
        auto const& out = yDesc.dims.d;
        ResizeShape const shape{in[0],
                                in[1],
                                static_cast<int32_t>(in[2]),
                                static_cast<int32_t>(in[3]),
                                static_cast<int32_t>(out[2]),
                                static_cast<int32_t>(out[3])};
        bool const align = alignCorners == 1;
        cudaError_t status = cudaSuccess;
        if (xDesc.format == TensorFormat::kHWC8) {
            status = resizeBicubicHalfHwc8(x, y, shape, align, kernel, stream);
        } else if (xDesc.type == DataType::kHALF) {
            status = resizeBicubicHalf(x, y, shape, align, kernel, stream);
        } else {
            status = resizeBicubicFloat(static_cast<float const*>(x), static_cast<float*>(y), shape, align,
                                        kernel, stream);
        }
        return status == cudaSuccess
                   ? 0
                   : pluginFailed("Cannot run DynamicTRTResize: ", cudaGetErrorString(status));
    });
}

} // namespace workbook
