// What libnvinfer.so.10 exports to plugins (the names that TensorRT 10.6's library exports, less builder and
// runtime).
#include "Export.h"
#include "GlobalLogger.h"
#include "PluginRegistry.h"

#include "NvInfer.h"

extern "C" {

WORKBOOK_EXPORT nvinfer1::IPluginRegistry* getPluginRegistry() noexcept {
    return &workbook::registry::PluginRegistry::instance();
}

WORKBOOK_EXPORT nvinfer1::IPluginRegistry*
getBuilderPluginRegistry(nvinfer1::EngineCapability capability) noexcept {
    // Only the standard capability has a registry of this kind.
    return capability == nvinfer1::EngineCapability::kSTANDARD ? getPluginRegistry() : nullptr;
}

WORKBOOK_EXPORT nvinfer1::ILogger* getLogger() noexcept { return &workbook::registry::forwardingLogger(); }

WORKBOOK_EXPORT int32_t getInferLibVersion() noexcept { return static_cast<int32_t>(NV_TENSORRT_VERSION); }

WORKBOOK_EXPORT int32_t getInferLibMajorVersion() noexcept { return NV_TENSORRT_MAJOR; }

WORKBOOK_EXPORT int32_t getInferLibMinorVersion() noexcept { return NV_TENSORRT_MINOR; }

WORKBOOK_EXPORT int32_t getInferLibPatchVersion() noexcept { return NV_TENSORRT_PATCH; }

WORKBOOK_EXPORT int32_t getInferLibBuildVersion() noexcept { return NV_TENSORRT_BUILD; }
}
