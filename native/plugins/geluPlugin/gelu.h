#pragma once
#include "NvInferRuntime.h"
#include "geluKernel.h"

//! What both generations of Gelu share: the name, the one parameter, the formats and the launch.
namespace workbook {

constexpr char const* kGELU_NAME = "Gelu";

//! Reads the field `approximate`, the attribute of ONNX's Gelu: kCHAR, "none" or "tanh", with or without a
//! closing NUL. kERF where there is none.
//! \return false, with the reason logged, when it is of another type or text, or without data.
bool readGeluForm(nvinfer1::PluginFieldCollection const* fields, GeluForm& form) noexcept;

//! The text for a form, NUL-terminated.
char const* geluFormText(GeluForm form) noexcept;

//! FP32, FP16 or INT8, linear; the output has the type of the input.
//! \param pos 0 is the input, 1 the output; `input` is read for the output only.
bool geluSupports(int32_t pos, nvinfer1::PluginTensorDesc const& input,
                  nvinfer1::PluginTensorDesc const& at) noexcept;

//! Launches on `stream`. For INT8 both descriptors' scales count. \return 0, or 1 with the reason logged.
int32_t geluEnqueue(nvinfer1::PluginTensorDesc const& inputDesc, nvinfer1::PluginTensorDesc const& outputDesc,
                    void const* input, void* output, GeluForm form, cudaStream_t stream) noexcept;

} // namespace workbook
