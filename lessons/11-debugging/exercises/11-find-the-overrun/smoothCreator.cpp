#include <NvInfer.h>

#include "smoothPlugin.h"

//! Makes SmoothPlugin; there is nothing to say about it.
class SmoothCreator : public nvinfer1::IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Smooth"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mNoFields; }
    nvinfer1::IPluginV3* createPlugin(char const*, nvinfer1::PluginFieldCollection const*,
                                      nvinfer1::TensorRTPhase) noexcept override {
        return new (std::nothrow) SmoothPlugin;
    }

private:
    nvinfer1::PluginFieldCollection mNoFields{};
};

REGISTER_TENSORRT_PLUGIN(SmoothCreator);
