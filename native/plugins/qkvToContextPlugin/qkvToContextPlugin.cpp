#include "qkvToContextPlugin.h"
#include "../common/pluginFailure.h"
#include "qkvToContext.h"

#include <cstdio>
#include <new>

using namespace nvinfer1;

namespace workbook {

QkvToContextPlugin::QkvToContextPlugin(QkvToContextParameters const& parameters, int32_t tactic)
    : mParameters(parameters), mTactic(tactic) {}

IPluginCapability* QkvToContextPlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
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

// Parameters and tactic are copied; the field list must point into the object that owns it.
IPluginV3* QkvToContextPlugin::clone() noexcept {
    return new (std::nothrow) QkvToContextPlugin(mParameters, mTactic);
}

char const* QkvToContextPlugin::getPluginName() const noexcept { return kQKV_NAME; }
char const* QkvToContextPlugin::getPluginVersion() const noexcept { return "2"; }
char const* QkvToContextPlugin::getPluginNamespace() const noexcept { return ""; }

int32_t QkvToContextPlugin::getNbOutputs() const noexcept { return 1; }

int32_t QkvToContextPlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs,
                                               DataType const* inputTypes, int32_t nbInputs) const noexcept {
    if (outputTypes == nullptr || inputTypes == nullptr || nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot build QkvToContext: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    outputTypes[0] = inputTypes[0];
    return 0;
}

int32_t QkvToContextPlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*,
                                            int32_t, DimsExprs* outputs, int32_t nbOutputs,
                                            IExprBuilder& exprBuilder) noexcept {
    if (inputs == nullptr || outputs == nullptr || nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot build QkvToContext: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    return qkvOutputDims(mParameters, inputs[0], outputs[0], exprBuilder);
}

bool QkvToContextPlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                                   int32_t nbInputs, int32_t nbOutputs) noexcept {
    return inOut != nullptr && nbInputs == 1 && nbOutputs == 1 && (pos == 0 || pos == 1) &&
           qkvSupports(pos, inOut[0].desc, inOut[pos].desc);
}

int32_t QkvToContextPlugin::configurePlugin(DynamicPluginTensorDesc const* in, int32_t nbInputs,
                                            DynamicPluginTensorDesc const*, int32_t) noexcept {
    if (in == nullptr || nbInputs != 1) {
        return pluginFailed("Cannot build QkvToContext: ", nbInputs, " inputs, must be 1");
    }
    qkvRemember(mParameters, in[0].max);
    return 0;
}

// ANCHOR: workspace-size
size_t QkvToContextPlugin::getWorkspaceSize(DynamicPluginTensorDesc const* inputs, int32_t nbInputs,
                                            DynamicPluginTensorDesc const*, int32_t) const noexcept {
    return inputs == nullptr || nbInputs != 1 ? 0 : qkvWorkspaceSize(mParameters, mTactic, inputs[0].max);
}
// ANCHOR_END: workspace-size

// ANCHOR: tactics
// Asked after configurePlugin(), so S is the longest sequence of the profile: a tactic offered must run all
// of it.
int32_t QkvToContextPlugin::getNbTactics() noexcept {
    return mParameters.S > 0 && qkvFusedFits(mParameters, mParameters.S) ? 2 : 1;
}

int32_t QkvToContextPlugin::getValidTactics(int32_t* tactics, int32_t nbTactics) noexcept {
    if (tactics == nullptr || nbTactics != getNbTactics()) {
        return pluginFailed("Cannot list the tactics of QkvToContext: asked for ", nbTactics, ", there are ",
                            getNbTactics());
    }
    for (int32_t i = 0; i < nbTactics; ++i) {
        tactics[i] = i == 0 ? kQKV_WORKSPACE : kQKV_FUSED;
    }
    return 0;
}
// ANCHOR_END: tactics

// ANCHOR: timing-cache-id
// TensorRT adds shapes, types and formats; what else decides which tactic is faster stands here.
char const* QkvToContextPlugin::getTimingCacheID() noexcept {
    std::snprintf(mTimingCacheID.data(), mTimingCacheID.size(), "numHeads=%d headSize=%d useInt8ScaleMax=%d",
                  mParameters.numHeads, mParameters.headSize, mParameters.useInt8ScaleMax ? 1 : 0);
    return mTimingCacheID.data();
}
// ANCHOR_END: timing-cache-id

int32_t QkvToContextPlugin::setTactic(int32_t tactic) noexcept {
    if (tactic < kQKV_DEFAULT || tactic > kQKV_FUSED) {
        return pluginFailed("Cannot set the tactic of QkvToContext: ", tactic, " is none, must be 0, 1 or 2");
    }
    mTactic = tactic;
    return 0;
}

int32_t QkvToContextPlugin::onShapeChange(PluginTensorDesc const* in, int32_t nbInputs,
                                          PluginTensorDesc const*, int32_t) noexcept {
    if (in == nullptr || nbInputs != 1) {
        return pluginFailed("Cannot run QkvToContext: ", nbInputs, " inputs, must be 1");
    }
    if (qkvCheckInput(mParameters, in[0]) != 0) {
        return 1;
    }
    qkvRemember(mParameters, in[0].dims);
    return 0;
}

int32_t QkvToContextPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                                    void const* const* inputs, void* const* outputs, void* workspace,
                                    cudaStream_t stream) noexcept {
    return qkvEnqueue(mParameters, mTactic, inputDesc, outputDesc, inputs, outputs, workspace, stream);
}

IPluginV3* QkvToContextPlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }

PluginFieldCollection const* QkvToContextPlugin::getFieldsToSerialize() noexcept {
    mFieldsToSerialize = qkvFields(&mParameters);
    mFieldCollection.nbFields = kQKV_NB_FIELDS;
    mFieldCollection.fields = mFieldsToSerialize.data();
    return &mFieldCollection;
}

QkvToContextPluginCreator::QkvToContextPluginCreator() : mFieldNames(qkvFields(nullptr)) {
    mFieldCollection.nbFields = kQKV_NB_FIELDS;
    mFieldCollection.fields = mFieldNames.data();
}

char const* QkvToContextPluginCreator::getPluginName() const noexcept { return kQKV_NAME; }
char const* QkvToContextPluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* QkvToContextPluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* QkvToContextPluginCreator::getFieldNames() noexcept { return &mFieldCollection; }

IPluginV3* QkvToContextPluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                                   TensorRTPhase phase) noexcept {
    QkvToContextParameters parameters;
    return readQkvFields(fields, phase, parameters) ? new (std::nothrow)
                                                          QkvToContextPlugin(parameters, kQKV_DEFAULT)
                                                    : nullptr;
}

} // namespace workbook
