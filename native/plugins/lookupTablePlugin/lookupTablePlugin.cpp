#include "lookupTablePlugin.h"
#include "../common/pluginFailure.h"
#include "../common/volume.h"
#include "lookupTableKernel.h"
#include "tableResource.h"

#include <memory>

using namespace nvinfer1;

namespace workbook {

LookupTablePlugin::LookupTablePlugin(std::vector<float> table) : mTable(std::move(table)) {}

// ANCHOR: release
LookupTablePlugin::~LookupTablePlugin() {
    if (!mKey.empty() && getPluginRegistry()->releasePluginResource(mKey.c_str()) != 0) {
        pluginFailed("Cannot release the plugin resource ", mKey);
    }
}
// ANCHOR_END: release

// ANCHOR: acquire
//! Counts one reference on the table of this key, which the first call uploads.
bool LookupTablePlugin::acquireTable() {
    std::string key = TableResource::keyOf(mTable);
    TableResource description(mTable); // may end with this function: the registry keeps a clone
    IPluginResource* const shared = getPluginRegistry()->acquirePluginResource(key.c_str(), &description);
    if (shared == nullptr) {
        return pluginFailed("Cannot attach LookupTable: the plugin resource ", key, " cannot be acquired") ==
               0;
    }
    mKey = std::move(key); // from here on the destructor gives the reference back
    auto const* const resource = dynamic_cast<TableResource const*>(shared);
    if (resource == nullptr || !resource->holds(mTable)) {
        return pluginFailed("Cannot attach LookupTable: the plugin resource ", mKey, " is something else") ==
               0;
    }
    mDeviceTable = resource->deviceTable();
    return true;
}
// ANCHOR_END: acquire

IPluginCapability* LookupTablePlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
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

// The reference on the shared table is not copied: it belongs to the object that acquired it.
IPluginV3* LookupTablePlugin::clone() noexcept {
    return guarded("clone LookupTable", static_cast<IPluginV3*>(nullptr),
                   [&]() -> IPluginV3* { return new LookupTablePlugin(mTable); });
}

char const* LookupTablePlugin::getPluginName() const noexcept { return kLOOKUP_TABLE_NAME; }
char const* LookupTablePlugin::getPluginVersion() const noexcept { return "2"; }
char const* LookupTablePlugin::getPluginNamespace() const noexcept { return ""; }

int32_t LookupTablePlugin::getNbOutputs() const noexcept { return 1; }

int32_t LookupTablePlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs,
                                              DataType const* inputTypes, int32_t nbInputs) const noexcept {
    if (outputTypes == nullptr || inputTypes == nullptr || nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot build LookupTable: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    outputTypes[0] = DataType::kFLOAT;
    return 0;
}

int32_t LookupTablePlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*,
                                           int32_t, DimsExprs* outputs, int32_t nbOutputs,
                                           IExprBuilder&) noexcept {
    if (inputs == nullptr || outputs == nullptr || nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot build LookupTable: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    outputs[0] = inputs[0];
    return 0;
}

bool LookupTablePlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                                  int32_t nbInputs, int32_t nbOutputs) noexcept {
    if (inOut == nullptr || nbInputs != 1 || nbOutputs != 1 || pos < 0 || pos > 1) {
        return false;
    }
    PluginTensorDesc const& at = inOut[pos].desc;
    return at.format == TensorFormat::kLINEAR && at.type == (pos == 0 ? DataType::kINT32 : DataType::kFLOAT);
}

int32_t LookupTablePlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                           DynamicPluginTensorDesc const*, int32_t) noexcept {
    return 0;
}

int32_t LookupTablePlugin::setTactic(int32_t) noexcept { return 0; }

int32_t LookupTablePlugin::onShapeChange(PluginTensorDesc const*, int32_t nbInputs, PluginTensorDesc const*,
                                         int32_t) noexcept {
    return nbInputs == 1 ? 0 : pluginFailed("Cannot run LookupTable: ", nbInputs, " inputs, must be 1");
}

int32_t LookupTablePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                                   void const* const* inputs, void* const* outputs, void*,
                                   cudaStream_t stream) noexcept {
    if (mDeviceTable == nullptr) {
        return pluginFailed(
            "Cannot run LookupTable: this object is not attached to a context, so it holds no table");
    }
    int64_t const count = inputDesc == nullptr ? -1 : volume(inputDesc[0].dims);
    if (count < 0) {
        return pluginFailed("Cannot run LookupTable: the shape of x is not known");
    }
    if (count == 0) {
        return 0;
    }
    if (inputs == nullptr || outputs == nullptr || inputs[0] == nullptr || outputs[0] == nullptr) {
        return pluginFailed("Cannot run LookupTable: an address is null");
    }
    cudaError_t const status =
        lookUp(static_cast<int32_t const*>(inputs[0]), mDeviceTable, static_cast<int32_t>(mTable.size()),
               static_cast<float*>(outputs[0]), count, stream);
    return status == cudaSuccess ? 0 : pluginFailed("Cannot run LookupTable: ", cudaGetErrorString(status));
}

// ANCHOR: attach
IPluginV3* LookupTablePlugin::attachToContext(IPluginResourceContext*) noexcept {
    return guarded("attach LookupTable", static_cast<IPluginV3*>(nullptr), [&]() -> IPluginV3* {
        auto attached = std::make_unique<LookupTablePlugin>(mTable);
        return attached->acquireTable() ? attached.release() : nullptr;
    });
}
// ANCHOR_END: attach

PluginFieldCollection const* LookupTablePlugin::getFieldsToSerialize() noexcept {
    mFieldsToSerialize[0] =
        PluginField("table", mTable.data(), PluginFieldType::kFLOAT32, static_cast<int32_t>(mTable.size()));
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldsToSerialize.data();
    return &mFieldCollection;
}

} // namespace workbook
