#include "geluPlugin.h"
#include "../common/pluginFailure.h"
#include "gelu.h"

using namespace nvinfer1;

namespace workbook {

GeluPlugin::GeluPlugin(GeluForm form) : mForm(form) {}

IPluginCapability* GeluPlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
    switch (type) {
    case PluginCapabilityType::kCORE:
        return static_cast<IPluginV3OneCore*>(this);
    case PluginCapabilityType::kBUILD:
        return static_cast<IPluginV3OneBuild*>(this);
    case PluginCapabilityType::kRUNTIME:
        return static_cast<IPluginV3OneRuntime*>(this);
    }
    return nullptr;
}

// Only the parameter is copied: the field list must point into the object that owns it.
IPluginV3* GeluPlugin::clone() noexcept {
    return guarded<IPluginV3*>("clone Gelu", nullptr, [this] { return new GeluPlugin(mForm); });
}

char const* GeluPlugin::getPluginName() const noexcept { return kGELU_NAME; }
char const* GeluPlugin::getPluginVersion() const noexcept { return "2"; }
char const* GeluPlugin::getPluginNamespace() const noexcept { return ""; }

int32_t GeluPlugin::getNbOutputs() const noexcept { return 1; }

int32_t GeluPlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs, DataType const* inputTypes,
                                       int32_t nbInputs) const noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot tell the output type of Gelu: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    outputTypes[0] = inputTypes[0];
    return 0;
}

int32_t GeluPlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*, int32_t,
                                    DimsExprs* outputs, int32_t nbOutputs, IExprBuilder&) noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot infer the shape of Gelu: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    outputs[0] = inputs[0];
    return 0;
}

// ANCHOR: supports-format-combination
bool GeluPlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                           int32_t nbInputs, int32_t nbOutputs) noexcept {
    return nbInputs == 1 && nbOutputs == 1 && pos >= 0 && pos < 2 &&
           geluSupports(pos, inOut[0].desc, inOut[pos].desc);
}
// ANCHOR_END: supports-format-combination

int32_t GeluPlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                                    int32_t) noexcept {
    return 0;
}

int32_t GeluPlugin::setTactic(int32_t) noexcept { return 0; }

int32_t GeluPlugin::onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                                  int32_t) noexcept {
    return 0;
}

int32_t GeluPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                            void const* const* inputs, void* const* outputs, void*,
                            cudaStream_t stream) noexcept {
    return geluEnqueue(inputDesc[0], outputDesc[0], inputs[0], outputs[0], mForm, stream);
}

IPluginV3* GeluPlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }

// With its NUL, as the ONNX parser passes a string attribute.
PluginFieldCollection const* GeluPlugin::getFieldsToSerialize() noexcept {
    return guarded<PluginFieldCollection const*>("serialize Gelu", nullptr, [this] {
        mFieldsToSerialize.assign(1,
                                  PluginField("approximate", geluFormText(mForm), PluginFieldType::kCHAR, 5));
        mFieldCollection.nbFields = 1;
        mFieldCollection.fields = mFieldsToSerialize.data();
        return &mFieldCollection;
    });
}

GeluPluginCreator::GeluPluginCreator()
    : mFieldNames{PluginField("approximate", nullptr, PluginFieldType::kCHAR, 1)} {
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldNames.data();
}

char const* GeluPluginCreator::getPluginName() const noexcept { return kGELU_NAME; }
char const* GeluPluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* GeluPluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* GeluPluginCreator::getFieldNames() noexcept { return &mFieldCollection; }

IPluginV3* GeluPluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                           TensorRTPhase) noexcept {
    GeluForm form = GeluForm::kERF;
    if (!readGeluForm(fields, form)) {
        return nullptr;
    }
    return guarded<IPluginV3*>("create Gelu", nullptr, [&] { return new GeluPlugin(form); });
}

} // namespace workbook
