#include <NvInfer.h>

#include "centerPlugin.h"

//! Makes CenterPlugin, which has no fields.
class CenterCreator : public nvinfer1::IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Center"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mNoFields; }

    nvinfer1::IPluginV3* createPlugin(char const*, nvinfer1::PluginFieldCollection const*,
                                      nvinfer1::TensorRTPhase) noexcept override {
        return new (std::nothrow) CenterPlugin();
    }

private:
    nvinfer1::PluginFieldCollection mNoFields{0, nullptr};
};

REGISTER_TENSORRT_PLUGIN(CenterCreator);
