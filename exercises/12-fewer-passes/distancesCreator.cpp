#include <NvInfer.h>

#include "distancesPlugin.h"

//! Makes DistancesPlugin, which has no fields.
class DistancesCreator : public nvinfer1::IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Distances"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mNone; }
    nvinfer1::IPluginV3* createPlugin(char const*, nvinfer1::PluginFieldCollection const*,
                                      nvinfer1::TensorRTPhase) noexcept override {
        return new (std::nothrow) DistancesPlugin();
    }

private:
    nvinfer1::PluginFieldCollection mNone{0, nullptr};
};

REGISTER_TENSORRT_PLUGIN(DistancesCreator);
