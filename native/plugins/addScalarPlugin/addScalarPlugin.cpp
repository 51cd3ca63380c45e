#include "addScalarPlugin.h"
#include "addScalar.h"

#include <new>

using namespace nvinfer1;

namespace workbook {

AddScalarPlugin::AddScalarPlugin(float scalar) : mScalar(scalar) {}

// ANCHOR: v3-capabilities
IPluginCapability* AddScalarPlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
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
// ANCHOR_END: v3-capabilities

// ANCHOR: v3-clone
// Only the parameter is copied: the field list must point into the object that owns it.
IPluginV3* AddScalarPlugin::clone() noexcept { return new (std::nothrow) AddScalarPlugin(mScalar); }
// ANCHOR_END: v3-clone

char const* AddScalarPlugin::getPluginName() const noexcept { return kADD_SCALAR_NAME; }
char const* AddScalarPlugin::getPluginVersion() const noexcept { return "2"; }
char const* AddScalarPlugin::getPluginNamespace() const noexcept { return ""; }

// ANCHOR: outputs
int32_t AddScalarPlugin::getNbOutputs() const noexcept { return 1; }

int32_t AddScalarPlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs,
                                            DataType const* inputTypes, int32_t nbInputs) const noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return 1;
    }
    outputTypes[0] = inputTypes[0];
    return 0;
}

// ANCHOR: output-shapes
int32_t AddScalarPlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*, int32_t,
                                         DimsExprs* outputs, int32_t nbOutputs, IExprBuilder&) noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return 1;
    }
    outputs[0] = inputs[0];
    return 0;
}
// ANCHOR_END: output-shapes
// ANCHOR_END: outputs

bool AddScalarPlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                                int32_t) noexcept {
    return addScalarSupports(pos, inOut[0].desc, inOut[pos].desc);
}

// ANCHOR: v3-configure
int32_t AddScalarPlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                         DynamicPluginTensorDesc const*, int32_t) noexcept {
    return 0;
}
// ANCHOR_END: v3-configure

int32_t AddScalarPlugin::setTactic(int32_t) noexcept { return 0; }

// ANCHOR: v3-enqueue
int32_t AddScalarPlugin::onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                                       int32_t) noexcept {
    return 0;
}

int32_t AddScalarPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                                 void const* const* inputs, void* const* outputs, void*,
                                 cudaStream_t stream) noexcept {
    return addScalarEnqueue(inputDesc[0], inputs[0], outputs[0], mScalar, stream);
}
// ANCHOR_END: v3-enqueue

// ANCHOR: v3-attach
IPluginV3* AddScalarPlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }
// ANCHOR_END: v3-attach

// ANCHOR: v3-serialise
PluginFieldCollection const* AddScalarPlugin::getFieldsToSerialize() noexcept {
    mFieldToSerialize = PluginField("scalar", &mScalar, PluginFieldType::kFLOAT32, 1);
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = &mFieldToSerialize;
    return &mFieldCollection;
}
// ANCHOR_END: v3-serialise

AddScalarPluginCreator::AddScalarPluginCreator()
    : mFieldNames{PluginField("scalar", nullptr, PluginFieldType::kFLOAT32, 1)} {
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldNames.data();
}

char const* AddScalarPluginCreator::getPluginName() const noexcept { return kADD_SCALAR_NAME; }
char const* AddScalarPluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* AddScalarPluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* AddScalarPluginCreator::getFieldNames() noexcept { return &mFieldCollection; }

// ANCHOR: v3-create
IPluginV3* AddScalarPluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                                TensorRTPhase) noexcept {
    float scalar = 0.0F;
    return readScalar(fields, scalar) ? new (std::nothrow) AddScalarPlugin(scalar) : nullptr;
}
// ANCHOR_END: v3-create

} // namespace workbook
