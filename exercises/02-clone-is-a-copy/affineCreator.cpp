#include <NvInfer.h>

#include "affinePlugin.h"

#include <cstring>

//! Makes AffinePlugin of the fields "gain" and "offset", one float each.
class AffineCreator final : public nvinfer1::IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Affine"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

    nvinfer1::IPluginV3* createPlugin(char const*, nvinfer1::PluginFieldCollection const* fields,
                                      nvinfer1::TensorRTPhase) noexcept override {
        float gain = 1.0F;
        float offset = 0.0F;
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            nvinfer1::PluginField const& field = fields->fields[i];
            if (field.type != nvinfer1::PluginFieldType::kFLOAT32 || field.length != 1) {
                return nullptr;
            }
            float const value = *static_cast<float const*>(field.data);
            if (std::strcmp(field.name, "gain") == 0) {
                gain = value;
            }
            if (std::strcmp(field.name, "offset") == 0) {
                offset = value;
            }
        }
        return new (std::nothrow) AffinePlugin(gain, offset);
    }

private:
    nvinfer1::PluginField mFields[2] = {
        nvinfer1::PluginField("gain", nullptr, nvinfer1::PluginFieldType::kFLOAT32, 1),
        nvinfer1::PluginField("offset", nullptr, nvinfer1::PluginFieldType::kFLOAT32, 1),
    };
    nvinfer1::PluginFieldCollection mCollection{2, mFields};
};

REGISTER_TENSORRT_PLUGIN(AffineCreator);
