#include "geluPluginV2Dynamic.h"
#include "../common/pluginFailure.h"
#include "gelu.h"

#include <cstring>

using namespace nvinfer1;

namespace workbook {

GeluPluginV2Dynamic::GeluPluginV2Dynamic(GeluForm form) : mForm(form) {}

// The namespace travels with the copy: TensorRT asks the clone for it when it serialises the engine.
IPluginV2DynamicExt* GeluPluginV2Dynamic::clone() const noexcept {
    return guarded<IPluginV2DynamicExt*>("clone Gelu", nullptr,
                                         [this] { return new GeluPluginV2Dynamic(*this); });
}

DimsExprs GeluPluginV2Dynamic::getOutputDimensions(int32_t, DimsExprs const* inputs, int32_t nbInputs,
                                                   IExprBuilder&) noexcept {
    if (inputs != nullptr && nbInputs == 1) {
        return inputs[0];
    }
    pluginFailed("Cannot infer the shape of Gelu: ", nbInputs, " inputs, must be one");
    DimsExprs none{};
    none.nbDims = -1;
    return none;
}

bool GeluPluginV2Dynamic::supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut,
                                                    int32_t nbInputs, int32_t nbOutputs) noexcept {
    return nbInputs == 1 && nbOutputs == 1 && pos >= 0 && pos < 2 && geluSupports(pos, inOut[0], inOut[pos]);
}

void GeluPluginV2Dynamic::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                          DynamicPluginTensorDesc const*, int32_t) noexcept {}

size_t GeluPluginV2Dynamic::getWorkspaceSize(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                                             int32_t) const noexcept {
    return 0;
}

int32_t GeluPluginV2Dynamic::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                                     void const* const* inputs, void* const* outputs, void*,
                                     cudaStream_t stream) noexcept {
    return geluEnqueue(inputDesc[0], outputDesc[0], inputs[0], outputs[0], mForm, stream);
}

DataType GeluPluginV2Dynamic::getOutputDataType(int32_t, DataType const* inputTypes,
                                                int32_t nbInputs) const noexcept {
    return inputTypes == nullptr || nbInputs < 1 ? DataType::kFLOAT : inputTypes[0];
}

char const* GeluPluginV2Dynamic::getPluginType() const noexcept { return kGELU_NAME; }
char const* GeluPluginV2Dynamic::getPluginVersion() const noexcept { return "1"; }
int32_t GeluPluginV2Dynamic::getNbOutputs() const noexcept { return 1; }
int32_t GeluPluginV2Dynamic::initialize() noexcept { return 0; }
void GeluPluginV2Dynamic::terminate() noexcept {}
size_t GeluPluginV2Dynamic::getSerializationSize() const noexcept { return sizeof mForm; }
void GeluPluginV2Dynamic::serialize(void* buffer) const noexcept {
    std::memcpy(buffer, &mForm, sizeof mForm);
}
void GeluPluginV2Dynamic::destroy() noexcept { delete this; }

void GeluPluginV2Dynamic::setPluginNamespace(char const* pluginNamespace) noexcept {
    guarded("set the namespace of Gelu", false, [&] {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
        return true;
    });
}
char const* GeluPluginV2Dynamic::getPluginNamespace() const noexcept { return mNamespace.c_str(); }

GeluPluginV2DynamicCreator::GeluPluginV2DynamicCreator()
    : mFieldNames{PluginField("approximate", nullptr, PluginFieldType::kCHAR, 1)} {
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldNames.data();
}

char const* GeluPluginV2DynamicCreator::getPluginName() const noexcept { return kGELU_NAME; }
char const* GeluPluginV2DynamicCreator::getPluginVersion() const noexcept { return "1"; }
PluginFieldCollection const* GeluPluginV2DynamicCreator::getFieldNames() noexcept {
    return &mFieldCollection;
}

IPluginV2* GeluPluginV2DynamicCreator::make(GeluForm form) const noexcept {
    return guarded<IPluginV2*>("create Gelu", nullptr, [&] {
        auto* const plugin = new GeluPluginV2Dynamic(form);
        plugin->setPluginNamespace(mNamespace.c_str());
        return plugin;
    });
}

IPluginV2* GeluPluginV2DynamicCreator::createPlugin(char const*,
                                                    PluginFieldCollection const* fields) noexcept {
    GeluForm form = GeluForm::kERF;
    return readGeluForm(fields, form) ? make(form) : nullptr;
}

IPluginV2* GeluPluginV2DynamicCreator::deserializePlugin(char const*, void const* data,
                                                         size_t length) noexcept {
    int32_t form = 0;
    if (data == nullptr || length != sizeof form) {
        pluginFailed("Cannot deserialize Gelu: ", length, " bytes, must be 4");
        return nullptr;
    }
    std::memcpy(&form, data, sizeof form);
    if (form != 0 && form != 1) {
        pluginFailed("Cannot deserialize Gelu: the form is ", form, ", must be 0 (erf) or 1 (tanh)");
        return nullptr;
    }
    return make(static_cast<GeluForm>(form));
}

void GeluPluginV2DynamicCreator::setPluginNamespace(char const* pluginNamespace) noexcept {
    guarded("set the namespace of Gelu", false, [&] {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
        return true;
    });
}
char const* GeluPluginV2DynamicCreator::getPluginNamespace() const noexcept { return mNamespace.c_str(); }

} // namespace workbook
