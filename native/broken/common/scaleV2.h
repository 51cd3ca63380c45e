#pragma once
#include "scale.h"

#include <string>

namespace broken {

//! What IPluginV2DynamicExt and the older IPluginV2IOExt have in common: version "1" of y = scale * x.
//!
//! \tparam Plugin The class that is made in the end: clone() makes another of it.
//! \tparam Interface IPluginV2DynamicExt or IPluginV2IOExt.
template <class Plugin, class Interface> class ScaleV2Base : public Interface {
public:
    explicit ScaleV2Base(float scale) : mScale(scale) {}

    Interface* clone() const noexcept override { return new Plugin(static_cast<Plugin const&>(*this)); }
    char const* getPluginType() const noexcept override { return "Scale"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t initialize() noexcept override { return 0; }
    void terminate() noexcept override {}
    size_t getSerializationSize() const noexcept override { return sizeof mScale; }
    void serialize(void* buffer) const noexcept override { std::memcpy(buffer, &mScale, sizeof mScale); }
    void destroy() noexcept override { delete static_cast<Plugin*>(this); }
    void setPluginNamespace(char const* pluginNamespace) noexcept override { mNamespace = pluginNamespace; }
    char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }
    nvinfer1::DataType getOutputDataType(int32_t, nvinfer1::DataType const* inputTypes,
                                         int32_t) const noexcept override {
        return inputTypes[0];
    }

protected:
    float mScale;
    std::string mNamespace;
};

//! y = scale * x, FP32 linear, any shape: a correct IPluginV2DynamicExt. A bug takes all of it and overrides
//! one method.
template <class Plugin> class ScaleV2 : public ScaleV2Base<Plugin, nvinfer1::IPluginV2DynamicExt> {
public:
    using ScaleV2Base<Plugin, nvinfer1::IPluginV2DynamicExt>::ScaleV2Base;

    nvinfer1::DimsExprs getOutputDimensions(int32_t, nvinfer1::DimsExprs const* inputs, int32_t,
                                            nvinfer1::IExprBuilder&) noexcept override {
        return inputs[0];
    }
    bool supportsFormatCombination(int32_t pos, nvinfer1::PluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        return isLinearFloat(inOut[pos]);
    }
    void configurePlugin(nvinfer1::DynamicPluginTensorDesc const*, int32_t,
                         nvinfer1::DynamicPluginTensorDesc const*, int32_t) noexcept override {}
    size_t getWorkspaceSize(nvinfer1::PluginTensorDesc const*, int32_t, nvinfer1::PluginTensorDesc const*,
                            int32_t) const noexcept override {
        return 0;
    }
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const*,
                    void const* const* inputs, void* const* outputs, void*,
                    cudaStream_t stream) noexcept override {
        return scaleFloats(static_cast<float const*>(inputs[0]), static_cast<float*>(outputs[0]),
                           this->mScale, volume(inputDesc[0].dims), stream);
    }
};

//! Makes a Plugin from the field `scale`, or from the four bytes that it wrote.
template <class Plugin> class ScaleV2Creator : public nvinfer1::IPluginCreator {
public:
    char const* getPluginName() const noexcept override { return "Scale"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mFields; }
    nvinfer1::IPluginV2* createPlugin(char const*,
                                      nvinfer1::PluginFieldCollection const* fields) noexcept override {
        return new Plugin(readScale(fields));
    }
    nvinfer1::IPluginV2* deserializePlugin(char const*, void const* data, size_t length) noexcept override {
        float scale = 1.0F;
        if (length != sizeof scale) {
            return nullptr;
        }
        std::memcpy(&scale, data, sizeof scale);
        return new Plugin(scale);
    }
    void setPluginNamespace(char const* pluginNamespace) noexcept override { mNamespace = pluginNamespace; }
    char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }

private:
    std::string mNamespace;
    nvinfer1::PluginField mField{"scale", nullptr, nvinfer1::PluginFieldType::kFLOAT32, 1};
    nvinfer1::PluginFieldCollection mFields{1, &mField};
};

} // namespace broken
