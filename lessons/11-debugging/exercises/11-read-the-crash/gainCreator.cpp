#include <NvInfer.h>

#include "gainPlugin.h"

#include <new>

//! Makes GainPlugin of the field "bias": up to kMOST floats, or none.
class GainCreator : public nvinfer1::IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Gain"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }
    nvinfer1::IPluginV3* createPlugin(char const*, nvinfer1::PluginFieldCollection const* fields,
                                      nvinfer1::TensorRTPhase) noexcept override {
        if (fields->nbFields == 0) {
            return new (std::nothrow) GainPlugin(nullptr, 0);
        }
        nvinfer1::PluginField const& bias = fields->fields[0];
        bool const valid = bias.type == nvinfer1::PluginFieldType::kFLOAT32 && bias.data != nullptr &&
                           bias.length >= 1 && bias.length <= GainPlugin::kMOST;
        return valid ? new (std::nothrow) GainPlugin(static_cast<float const*>(bias.data), bias.length)
                     : nullptr;
    }

private:
    nvinfer1::PluginField mField{"bias", nullptr, nvinfer1::PluginFieldType::kFLOAT32, 1};
    nvinfer1::PluginFieldCollection mCollection{1, &mField};
};

REGISTER_TENSORRT_PLUGIN(GainCreator);
