#include "../common/pluginFailure.h"
#include "../common/pluginField.h"
#include "layerNormPlugin.h"

#include <cmath>
#include <new>

using namespace nvinfer1;

namespace workbook {
namespace {

constexpr float kDEFAULT_EPSILON = 1e-5F; // as in ONNX LayerNormalization

//! \return false with the reason logged.
bool readEpsilon(PluginFieldCollection const* fields, TensorRTPhase phase, float& epsilon) {
    PluginField const* const field = findField(fields, "epsilon");
    if (field == nullptr) {
        epsilon = kDEFAULT_EPSILON;
        return phase == TensorRTPhase::kBUILD ||
               pluginFailed("Cannot create LayerNorm: field \"epsilon\" is missing, must be kFLOAT32 x 1") ==
                   0;
    }
    std::string why;
    if (!fieldMatches(*field, PluginFieldType::kFLOAT32, 1, why)) {
        return pluginFailed("Cannot create LayerNorm: ", why) == 0;
    }
    epsilon = *static_cast<float const*>(field->data);
    if (!std::isfinite(epsilon) || epsilon < 0.0F) {
        return pluginFailed("Cannot create LayerNorm: field \"epsilon\" is ", epsilon,
                            ", must be finite and at least 0") == 0;
    }
    return true;
}

} // namespace

LayerNormPluginCreator::LayerNormPluginCreator()
    : mFieldNames{PluginField("epsilon", nullptr, PluginFieldType::kFLOAT32, 1)} {
    mFieldCollection.nbFields = static_cast<int32_t>(mFieldNames.size());
    mFieldCollection.fields = mFieldNames.data();
}

char const* LayerNormPluginCreator::getPluginName() const noexcept { return kLAYER_NORM_NAME; }
char const* LayerNormPluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* LayerNormPluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* LayerNormPluginCreator::getFieldNames() noexcept { return &mFieldCollection; }

IPluginV3* LayerNormPluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                                TensorRTPhase phase) noexcept {
    return guarded("create LayerNorm", static_cast<IPluginV3*>(nullptr), [&]() -> IPluginV3* {
        float epsilon = 0.0F;
        return readEpsilon(fields, phase, epsilon) ? new (std::nothrow) LayerNormPlugin(epsilon) : nullptr;
    });
}

} // namespace workbook
