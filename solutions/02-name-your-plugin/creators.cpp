#include <NvInfer.h>

#include "powerPlugin.h"

using namespace nvinfer1;

//! Makes the plugin "Square", version "1", in no namespace: y = x * x.
class SquareCreator final : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Square"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mNoFields; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const*, TensorRTPhase) noexcept override {
        return new (std::nothrow) PowerPlugin(2);
    }

private:
    PluginFieldCollection mNoFields{0, nullptr};
};

//! Makes the plugin "Cube", version "1", in no namespace: y = x * x * x. Nothing is missing in this class.
class CubeCreator final : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Cube"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mNoFields; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const*, TensorRTPhase) noexcept override {
        return new (std::nothrow) PowerPlugin(3);
    }

private:
    PluginFieldCollection mNoFields{0, nullptr};
};

REGISTER_TENSORRT_PLUGIN(SquareCreator);
REGISTER_TENSORRT_PLUGIN(CubeCreator);
