#pragma once
#include "NvInferRuntime.h"

#include <cuda_runtime_api.h>

//! What both generations of AddScalar share: the name, the one parameter, the formats and the launch.
namespace workbook {

constexpr char const* kADD_SCALAR_NAME = "AddScalar";

//! Reads the field `scalar` (kFLOAT32 x 1).
//! \return false, with the reason logged, when it is missing, of another type or length, or without data.
bool readScalar(nvinfer1::PluginFieldCollection const* fields, float& scalar) noexcept;

//! FP32 or FP16, linear; the output has the type of the input.
//! \param inOut [0] input, [1] output; only entries up to pos are read.
bool addScalarSupports(int32_t pos, nvinfer1::PluginTensorDesc const& input,
                       nvinfer1::PluginTensorDesc const& at) noexcept;

//! Launches on `stream`. \return 0, or 1 with the CUDA error logged.
int32_t addScalarEnqueue(nvinfer1::PluginTensorDesc const& inputDesc, void const* input, void* output,
                         float scalar, cudaStream_t stream) noexcept;

} // namespace workbook
