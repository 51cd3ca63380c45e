#include <NvInfer.h>

#include "hinge.h"

#include <cstring>

using namespace nvinfer1;

char const* const kHINGE_NAME = "HingePlugin";
char const* const kHINGE_VERSION = "2";
char const* const kHINGE_NAMESPACE = "Test";

//! Makes HingePlugin of the fields that the parser, or an engine file, gives. A parameter without a field
//! keeps its default.
class HingeCreator : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return kHINGE_NAME; }
    char const* getPluginVersion() const noexcept override { return kHINGE_VERSION; }
    char const* getPluginNamespace() const noexcept override { return kHINGE_NAMESPACE; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        float slope = 1.0F;
        int32_t offset = 0;
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (std::strcmp(field.name, "Slope") == 0 && field.type == PluginFieldType::kFLOAT32) {
                slope = *static_cast<float const*>(field.data);
            }
            if (std::strcmp(field.name, "offset") == 0 && field.type == PluginFieldType::kFLOAT32) {
                offset = static_cast<int32_t>(*static_cast<float const*>(field.data));
            }
        }
        return new (std::nothrow) HingePlugin(slope, offset);
    }

private:
    //! The parser copies attributes with these names, and no others.
    PluginField mFields[1] = {
        PluginField("Slope", nullptr, PluginFieldType::kFLOAT32, 1),
    };
    PluginFieldCollection mCollection{1, mFields};
};

REGISTER_TENSORRT_PLUGIN(HingeCreator);
