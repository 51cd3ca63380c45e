/// How a creator gets into the registry. Included by NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_PLUGIN_REGISTRATION_H
#define NV_INFER_STAND_IN_PLUGIN_REGISTRATION_H

#include "../NvInferRuntimeCommon.h"

/// The registry of this process.
extern "C" TENSORRTAPI nvinfer1::IPluginRegistry* getPluginRegistry() noexcept;

/// The parts of getInferLibVersion().
extern "C" TENSORRTAPI int32_t getInferLibMajorVersion() noexcept;
extern "C" TENSORRTAPI int32_t getInferLibMinorVersion() noexcept;
extern "C" TENSORRTAPI int32_t getInferLibPatchVersion() noexcept;
extern "C" TENSORRTAPI int32_t getInferLibBuildVersion() noexcept;

namespace nvinfer1 {

/// Registers a creator of type T under the namespace "" when it is constructed, and holds it.
template <typename T> class PluginRegistrar {
public:
    PluginRegistrar() {
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif
        getPluginRegistry()->registerCreator(instance, "");
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
    }

private:
    T instance{};
};

} // namespace nvinfer1

/// Registers the creator class `name` (unqualified) while the library that contains this line is loaded.
#define REGISTER_TENSORRT_PLUGIN(name)                                                                       \
    static nvinfer1::PluginRegistrar<name> pluginRegistrar##name {}

#endif // NV_INFER_STAND_IN_PLUGIN_REGISTRATION_H
