#include <NvInfer.h>

#include "scalePlugin.h"

#include <cstring>

//! Makes ScalePlugin of the fields "factor" (one float) and "threads" (one int32_t: threads of a block).
class ScaleCreator : public nvinfer1::IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Scale"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

    nvinfer1::IPluginV3* createPlugin(char const*, nvinfer1::PluginFieldCollection const* fields,
                                      nvinfer1::TensorRTPhase) noexcept override {
        float factor = 1.0F;
        int32_t threads = 256;
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            nvinfer1::PluginField const& field = fields->fields[i];
            if (std::strcmp(field.name, "factor") == 0) {
                factor = *static_cast<float const*>(field.data);
            }
            if (std::strcmp(field.name, "threads") == 0) {
                threads = *static_cast<int32_t const*>(field.data);
            }
        }
        return new (std::nothrow) ScalePlugin(factor, threads);
    }

private:
    nvinfer1::PluginField mFields[2] = {
        nvinfer1::PluginField("factor", nullptr, nvinfer1::PluginFieldType::kFLOAT32, 1),
        nvinfer1::PluginField("threads", nullptr, nvinfer1::PluginFieldType::kINT32, 1),
    };
    nvinfer1::PluginFieldCollection mCollection{2, mFields};
};

REGISTER_TENSORRT_PLUGIN(ScaleCreator);
