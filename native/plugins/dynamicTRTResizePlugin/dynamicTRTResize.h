#pragma once
#include "NvInferRuntime.h"
#include "dynamicTRTResizeKernel.h"

//! What both generations of DynamicTRTResize share: the name, the one parameter, the formats and the launch.
namespace workbook {

constexpr char const* kDYNAMIC_TRT_RESIZE_NAME = "DynamicTRTResize";

//! Reads the field `align_corners` (kINT32 x 1, 0 or 1); 0 where there is none, as in PyTorch.
//! \return false, with the reason logged, when it is of another type, length or value, or without data.
bool readAlignCorners(nvinfer1::PluginFieldCollection const* fields, int32_t& alignCorners) noexcept;

//! Whether the image has a type and format that the kernels have: kFLOAT or kHALF in kLINEAR, kHALF in kHWC8.
bool resizeSupportsImage(nvinfer1::PluginTensorDesc const& image) noexcept;

//! Launches on `stream`; the output's extents say what to resize to. An empty output launches nothing.
//! \param x,y Device pointers, [N,C,H,W] of the same type and format.
//! \return 0, or 1 with the reason logged.
int32_t resizeEnqueue(nvinfer1::PluginTensorDesc const& xDesc, nvinfer1::PluginTensorDesc const& yDesc,
                      void const* x, void* y, int32_t alignCorners, ResizeKernel kernel,
                      cudaStream_t stream) noexcept;

} // namespace workbook
