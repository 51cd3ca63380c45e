#pragma once
#include "resizeKernel.h"
#include "scaleV2.h"

namespace broken {

//! DynamicTRTResize of the source, reduced to what its crash needs: x [1,C,H,W], `factor` gives OH and OW by
//! its shape. The nearest element is taken. Missing: getOutputDimensions, which a bug brings.
template <class Plugin> class ResizeV2 : public ScaleV2<Plugin> {
public:
    ResizeV2() : ScaleV2<Plugin>(1.0F) {}

    char const* getPluginType() const noexcept override { return "DynamicTRTResize"; }
    size_t getSerializationSize() const noexcept override { return 0; }
    void serialize(void*) const noexcept override {}
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void*,
                    cudaStream_t stream) noexcept override {
        return resizeNearest(static_cast<float const*>(inputs[0]), inputDesc[0].dims.d,
                             static_cast<float*>(outputs[0]), outputDesc[0].dims.d, stream);
    }
};

//! Makes a Plugin; `align_corners` is taken and has no effect on the nearest element.
template <class Plugin> class ResizeV2Creator : public nvinfer1::IPluginCreator {
public:
    char const* getPluginName() const noexcept override { return "DynamicTRTResize"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mFields; }
    nvinfer1::IPluginV2* createPlugin(char const*, nvinfer1::PluginFieldCollection const*) noexcept override {
        return new Plugin;
    }
    nvinfer1::IPluginV2* deserializePlugin(char const*, void const*, size_t length) noexcept override {
        return length == 0 ? new Plugin : nullptr;
    }
    void setPluginNamespace(char const* pluginNamespace) noexcept override { mNamespace = pluginNamespace; }
    char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }

private:
    std::string mNamespace;
    nvinfer1::PluginField mField{"align_corners", nullptr, nvinfer1::PluginFieldType::kINT32, 1};
    nvinfer1::PluginFieldCollection mFields{1, &mField};
};

} // namespace broken
