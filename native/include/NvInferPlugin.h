/// What a plugin source includes: everything, and the registration of TensorRT's own plugins.
#ifndef NV_INFER_PLUGIN_H
#define NV_INFER_PLUGIN_H

#include "NvInfer.h"
#include "NvInferPluginUtils.h"

extern "C" {
/// Registers the creators of TensorRT's own plugins under `libNamespace`. `logger` is a nvinfer1::ILogger*.
/// False on failure.
TENSORRTAPI bool initLibNvInferPlugins(void* logger, char const* libNamespace);
}

#endif // NV_INFER_PLUGIN_H
