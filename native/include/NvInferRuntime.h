/// The runtime side of the plugin API: everything a plugin derives from or is handed, and its registration.
#ifndef NV_INFER_RUNTIME_H
#define NV_INFER_RUNTIME_H

#include "NvInferImpl.h"
#include "NvInferPluginBase.h"
#include "NvInferRuntimeCommon.h"

#include "nvinfer/RuntimeTypes.h"

#include "nvinfer/ApplicationInterfaces.h"
#include "nvinfer/Expressions.h"
#include "nvinfer/GpuAllocator.h"
#include "nvinfer/Logger.h"
#include "nvinfer/PluginRegistration.h"
#include "nvinfer/PluginV2DynamicExt.h"
#include "nvinfer/PluginV3.h"

#endif // NV_INFER_RUNTIME_H
