#include "addScalarPluginV2Dynamic.h"
#include "../common/pluginFailure.h"
#include "addScalar.h"

#include <cstring>
#include <new>

using namespace nvinfer1;

namespace workbook {

AddScalarPluginV2Dynamic::AddScalarPluginV2Dynamic(float scalar) : mScalar(scalar) {}

// ANCHOR: v2-clone
// The namespace travels with the copy: TensorRT asks the clone for it when it serialises the engine.
IPluginV2DynamicExt* AddScalarPluginV2Dynamic::clone() const noexcept {
    return guarded("clone AddScalar", static_cast<IPluginV2DynamicExt*>(nullptr),
                   [&]() -> IPluginV2DynamicExt* { return new AddScalarPluginV2Dynamic(*this); });
}
// ANCHOR_END: v2-clone

// ANCHOR: v2-output-dimensions
DimsExprs AddScalarPluginV2Dynamic::getOutputDimensions(int32_t, DimsExprs const* inputs, int32_t nbInputs,
                                                        IExprBuilder&) noexcept {
    if (inputs != nullptr && nbInputs == 1) {
        return inputs[0];
    }
    pluginFailed("Cannot infer the shape of AddScalar: ", nbInputs, " inputs, must be one");
    DimsExprs none{};
    none.nbDims = -1;
    return none;
}
// ANCHOR_END: v2-output-dimensions

bool AddScalarPluginV2Dynamic::supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut, int32_t,
                                                         int32_t) noexcept {
    return addScalarSupports(pos, inOut[0], inOut[pos]);
}

// ANCHOR: v2-configure
void AddScalarPluginV2Dynamic::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                               DynamicPluginTensorDesc const*, int32_t) noexcept {}
// ANCHOR_END: v2-configure

size_t AddScalarPluginV2Dynamic::getWorkspaceSize(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                                                  int32_t) const noexcept {
    return 0;
}

// ANCHOR: v2-enqueue
int32_t AddScalarPluginV2Dynamic::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                                          void const* const* inputs, void* const* outputs, void*,
                                          cudaStream_t stream) noexcept {
    return addScalarEnqueue(inputDesc[0], inputs[0], outputs[0], mScalar, stream);
}
// ANCHOR_END: v2-enqueue

DataType AddScalarPluginV2Dynamic::getOutputDataType(int32_t, DataType const* inputTypes,
                                                     int32_t nbInputs) const noexcept {
    return inputTypes == nullptr || nbInputs < 1 ? DataType::kFLOAT : inputTypes[0];
}

char const* AddScalarPluginV2Dynamic::getPluginType() const noexcept { return kADD_SCALAR_NAME; }
char const* AddScalarPluginV2Dynamic::getPluginVersion() const noexcept { return "1"; }
// ANCHOR: v2-number-of-outputs
int32_t AddScalarPluginV2Dynamic::getNbOutputs() const noexcept { return 1; }
// ANCHOR_END: v2-number-of-outputs
// ANCHOR: v2-lifetime
int32_t AddScalarPluginV2Dynamic::initialize() noexcept { return 0; }
void AddScalarPluginV2Dynamic::terminate() noexcept {}
// ANCHOR_END: v2-lifetime
// ANCHOR: v2-serialise
size_t AddScalarPluginV2Dynamic::getSerializationSize() const noexcept { return sizeof mScalar; }

void AddScalarPluginV2Dynamic::serialize(void* buffer) const noexcept {
    std::memcpy(buffer, &mScalar, sizeof mScalar);
}
// ANCHOR_END: v2-serialise

// ANCHOR: v2-destroy
void AddScalarPluginV2Dynamic::destroy() noexcept { delete this; }
// ANCHOR_END: v2-destroy

void AddScalarPluginV2Dynamic::setPluginNamespace(char const* pluginNamespace) noexcept {
    guarded("set the namespace of AddScalar", 0, [&] {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
        return 0;
    });
}
char const* AddScalarPluginV2Dynamic::getPluginNamespace() const noexcept { return mNamespace.c_str(); }

AddScalarPluginV2DynamicCreator::AddScalarPluginV2DynamicCreator()
    : mFieldNames{PluginField("scalar", nullptr, PluginFieldType::kFLOAT32, 1)} {
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldNames.data();
}

char const* AddScalarPluginV2DynamicCreator::getPluginName() const noexcept { return kADD_SCALAR_NAME; }
char const* AddScalarPluginV2DynamicCreator::getPluginVersion() const noexcept { return "1"; }
PluginFieldCollection const* AddScalarPluginV2DynamicCreator::getFieldNames() noexcept {
    return &mFieldCollection;
}

// ANCHOR: v2-create
IPluginV2* AddScalarPluginV2DynamicCreator::createPlugin(char const*,
                                                         PluginFieldCollection const* fields) noexcept {
    float scalar = 0.0F;
    return readScalar(fields, scalar) ? new (std::nothrow) AddScalarPluginV2Dynamic(scalar) : nullptr;
}
// ANCHOR_END: v2-create

// ANCHOR: v2-deserialise
IPluginV2* AddScalarPluginV2DynamicCreator::deserializePlugin(char const*, void const* data,
                                                              size_t length) noexcept {
    float scalar = 0.0F;
    if (data == nullptr || length != sizeof scalar) {
        pluginFailed("Cannot deserialize AddScalar: ", length, " bytes, must be 4");
        return nullptr;
    }
    std::memcpy(&scalar, data, sizeof scalar);
    return new (std::nothrow) AddScalarPluginV2Dynamic(scalar);
}
// ANCHOR_END: v2-deserialise

void AddScalarPluginV2DynamicCreator::setPluginNamespace(char const* pluginNamespace) noexcept {
    guarded("set the namespace of AddScalar", 0, [&] {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
        return 0;
    });
}
char const* AddScalarPluginV2DynamicCreator::getPluginNamespace() const noexcept {
    return mNamespace.c_str();
}

} // namespace workbook
