#include <NvInfer.h>

#include "leakyPlugin.h"

#include <cstring>

using namespace nvinfer1;

//! Writes an error to TensorRT's log. \param message Complete sentence, NUL-terminated.
void report(char const* message) noexcept {
    ILogger* const logger = getLogger();
    if (logger != nullptr) {
        logger->log(ILogger::Severity::kERROR, message);
    }
}

//! Makes LeakyRelu of the field "slope": one kFLOAT32.
class LeakyCreator final : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "LeakyRelu"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

    //! \param fields nbFields fields in any order, others among them. The data is the caller's: read it now.
    //! \return A plugin, which the caller owns; nullptr, after an error, where "slope" is no single float.
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        float slope = 0.01F; // where there is no field "slope"
        for (int32_t i = 0; fields != nullptr && i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (std::strcmp(field.name, "slope") != 0) {
                continue;
            }
            // The label is all that says what the bytes are: look at it before they are read.
            if (field.type != PluginFieldType::kFLOAT32 || field.length != 1 || field.data == nullptr) {
                report("Cannot create LeakyRelu: field \"slope\" must be kFLOAT32 x 1");
                return nullptr;
            }
            slope = *static_cast<float const*>(field.data);
        }
        return new (std::nothrow) LeakyPlugin(slope);
    }

private:
    PluginField mWanted{"slope", nullptr, PluginFieldType::kFLOAT32, 1};
    PluginFieldCollection mCollection{1, &mWanted};
};

REGISTER_TENSORRT_PLUGIN(LeakyCreator);
