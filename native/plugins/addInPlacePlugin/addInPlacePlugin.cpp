#include "addInPlacePlugin.h"
#include "../addScalarPlugin/addScalarKernel.h"
#include "../common/pluginFailure.h"
#include "../common/pluginField.h"
#include "../common/tensorDims.h"
#include "../common/volume.h"

using namespace nvinfer1;

namespace workbook {
namespace {

bool isSupported(PluginTensorDesc const& desc) {
    return desc.format == TensorFormat::kLINEAR &&
           (desc.type == DataType::kFLOAT || desc.type == DataType::kHALF);
}

//! \return 0, or 1 with the reason logged.
int32_t addInPlaceEnqueue(PluginTensorDesc const& desc, void const* input, void* output, float scalar,
                          cudaStream_t stream) {
    int64_t const count = volume(desc.dims);
    if (count == 0) {
        return 0;
    }
    if (count < 0) {
        return pluginFailed("Cannot run AddInPlace: the input is ", printDims(desc.dims));
    }
    if (!isSupported(desc)) {
        return pluginFailed("Cannot run AddInPlace: the type or format is none of those that "
                            "supportsFormatCombination accepts");
    }
    // A host that knows nothing of aliased outputs would find its input unchanged, or take the input for
    // consumed.
    if (output == nullptr || output != input) {
        return pluginFailed("Cannot run AddInPlace: output 0 is at ", output, " and input 0 at ", input,
                            ", must be the same memory, as getAliasedInput says");
    }
    cudaError_t const status = desc.type == DataType::kHALF
                                   ? addScalarHalf(output, output, scalar, count, stream)
                                   : addScalarFloat(static_cast<float const*>(output),
                                                    static_cast<float*>(output), scalar, count, stream);
    return status == cudaSuccess ? 0 : pluginFailed("Cannot run AddInPlace: ", cudaGetErrorString(status));
}

} // namespace

AddInPlacePlugin::AddInPlacePlugin(float scalar) : mScalar(scalar) {}

IPluginCapability* AddInPlacePlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
    switch (type) {
    case PluginCapabilityType::kCORE:
        return static_cast<IPluginV3OneCore*>(this);
    case PluginCapabilityType::kBUILD:
        return static_cast<IPluginV3OneBuildV2*>(this);
    case PluginCapabilityType::kRUNTIME:
        return static_cast<IPluginV3OneRuntime*>(this);
    }
    return nullptr;
}

// Only the parameter is copied: the field list must point into the object that owns it.
IPluginV3* AddInPlacePlugin::clone() noexcept {
    return guarded<IPluginV3*>("clone AddInPlace", nullptr, [this] { return new AddInPlacePlugin(mScalar); });
}

char const* AddInPlacePlugin::getPluginName() const noexcept { return "AddInPlace"; }
char const* AddInPlacePlugin::getPluginVersion() const noexcept { return "2"; }
char const* AddInPlacePlugin::getPluginNamespace() const noexcept { return ""; }

int32_t AddInPlacePlugin::getNbOutputs() const noexcept { return 1; }

int32_t AddInPlacePlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs,
                                             DataType const* inputTypes, int32_t nbInputs) const noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot tell the output type of AddInPlace: ", nbInputs, " inputs and ",
                            nbOutputs, " outputs, must be 1 and 1");
    }
    outputTypes[0] = inputTypes[0];
    return 0;
}

int32_t AddInPlacePlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*,
                                          int32_t, DimsExprs* outputs, int32_t nbOutputs,
                                          IExprBuilder&) noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot infer the shape of AddInPlace: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    outputs[0] = inputs[0];
    return 0;
}

// Same memory, so same type and same format.
bool AddInPlacePlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                                 int32_t nbInputs, int32_t nbOutputs) noexcept {
    if (nbInputs != 1 || nbOutputs != 1 || pos < 0 || pos > 1) {
        return false;
    }
    PluginTensorDesc const& at = inOut[pos].desc;
    return isSupported(at) && (pos == 0 || at.type == inOut[0].desc.type);
}

int32_t AddInPlacePlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                          DynamicPluginTensorDesc const*, int32_t) noexcept {
    return 0;
}

// ANCHOR: aliased-input
int32_t AddInPlacePlugin::getAliasedInput(int32_t outputIndex) noexcept { return outputIndex == 0 ? 0 : -1; }
// ANCHOR_END: aliased-input

int32_t AddInPlacePlugin::setTactic(int32_t) noexcept { return 0; }

int32_t AddInPlacePlugin::onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                                        int32_t) noexcept {
    return 0;
}

int32_t AddInPlacePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                                  void const* const* inputs, void* const* outputs, void*,
                                  cudaStream_t stream) noexcept {
    return guarded("run AddInPlace", 1,
                   [&] { return addInPlaceEnqueue(inputDesc[0], inputs[0], outputs[0], mScalar, stream); });
}

IPluginV3* AddInPlacePlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }

PluginFieldCollection const* AddInPlacePlugin::getFieldsToSerialize() noexcept {
    return guarded<PluginFieldCollection const*>("serialize AddInPlace", nullptr, [this] {
        mFieldsToSerialize.assign(1, PluginField("scalar", &mScalar, PluginFieldType::kFLOAT32, 1));
        mFieldCollection.nbFields = 1;
        mFieldCollection.fields = mFieldsToSerialize.data();
        return &mFieldCollection;
    });
}

AddInPlacePluginCreator::AddInPlacePluginCreator()
    : mFieldNames{PluginField("scalar", nullptr, PluginFieldType::kFLOAT32, 1)} {
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldNames.data();
}

char const* AddInPlacePluginCreator::getPluginName() const noexcept { return "AddInPlace"; }
char const* AddInPlacePluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* AddInPlacePluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* AddInPlacePluginCreator::getFieldNames() noexcept { return &mFieldCollection; }

IPluginV3* AddInPlacePluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                                 TensorRTPhase) noexcept {
    return guarded<IPluginV3*>("create AddInPlace", nullptr, [&]() -> IPluginV3* {
        std::string why = "field \"scalar\" is missing, must be kFLOAT32 x 1";
        PluginField const* const field = findField(fields, "scalar");
        if (field == nullptr || !fieldMatches(*field, PluginFieldType::kFLOAT32, 1, why)) {
            pluginFailed("Cannot create AddInPlace: ", why);
            return nullptr;
        }
        return new AddInPlacePlugin(*static_cast<float const*>(field->data));
    });
}

} // namespace workbook
