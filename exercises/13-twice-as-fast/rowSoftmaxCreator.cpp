#include <NvInfer.h>

#include "rowSoftmaxPlugin.h"

//! Makes RowSoftmaxPlugin, which has no fields.
class RowSoftmaxCreator : public nvinfer1::IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "RowSoftmax"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mNone; }
    nvinfer1::IPluginV3* createPlugin(char const*, nvinfer1::PluginFieldCollection const*,
                                      nvinfer1::TensorRTPhase) noexcept override {
        return new (std::nothrow) RowSoftmaxPlugin();
    }

private:
    nvinfer1::PluginFieldCollection mNone{0, nullptr};
};

REGISTER_TENSORRT_PLUGIN(RowSoftmaxCreator);
