/// The names that safety plugins write as nvinfer2::safe.
#ifndef NV_INFER_FORWARD_DECL_H
#define NV_INFER_FORWARD_DECL_H

#include "NvInferPluginBase.h"
#include "NvInferRuntimeBase.h"

namespace nvinfer2 {
namespace safe {

using AsciiChar = nvinfer1::AsciiChar;
using DataType = nvinfer1::DataType;
using Dims = nvinfer1::Dims;
using ErrorCode = nvinfer1::ErrorCode;
using IErrorRecorder = nvinfer1::IErrorRecorder;
using InterfaceInfo = nvinfer1::InterfaceInfo;
using IPluginCapability = nvinfer1::IPluginCapability;
using IPluginCreatorInterface = nvinfer1::IPluginCreatorInterface;
using IPluginResource = nvinfer1::IPluginResource;
using IPluginV3 = nvinfer1::IPluginV3;
using IVersionedInterface = nvinfer1::IVersionedInterface;
using PluginField = nvinfer1::PluginField;
using PluginFieldCollection = nvinfer1::PluginFieldCollection;
using TensorIOMode = nvinfer1::TensorIOMode;
using TensorRTPhase = nvinfer1::TensorRTPhase;

} // namespace safe
} // namespace nvinfer2

#endif // NV_INFER_FORWARD_DECL_H
