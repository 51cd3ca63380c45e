/// The whole plugin-facing API: the runtime side with the enumerations of layers and of the builder.
#ifndef NV_INFER_H
#define NV_INFER_H

#include "NvInferLegacyDims.h"
#include "NvInferRuntime.h"

#include "nvinfer/BuilderTypes.h"
#include "nvinfer/LayerTypes.h"

namespace nvinfer1 {

/// The registry that a builder for this kind of engine looks in: the process's own for kSTANDARD, nullptr
/// otherwise.
extern "C" TENSORRTAPI nvinfer1::IPluginRegistry*
getBuilderPluginRegistry(nvinfer1::EngineCapability capability) noexcept;

} // namespace nvinfer1

#endif // NV_INFER_H
