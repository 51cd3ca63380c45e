#include "layerNormPlugin.h"
#include "../common/pluginFailure.h"
#include "../common/tensorDims.h"
#include "../common/volume.h"
#include "layerNormKernel.h"

#include <new>

using namespace nvinfer1;

namespace workbook {
namespace {

//! The shapes as they are at run time: gamma and beta have one element for each of x's last dimension.
int32_t checkShapes(PluginTensorDesc const* in, int32_t nbInputs) noexcept {
    if (in == nullptr || nbInputs != 3 || in[0].dims.nbDims < 1 || volume(in[0].dims) < 0) {
        return pluginFailed(
            "Cannot run LayerNorm: the inputs must be x [..., hidden], gamma [hidden], beta [hidden]");
    }
    int64_t const hidden = in[0].dims.d[in[0].dims.nbDims - 1];
    for (int32_t i = 1; i < 3; ++i) {
        if (in[i].dims.nbDims != 1 || in[i].dims.d[0] != hidden) {
            return guarded("run LayerNorm", 1, [&] {
                return pluginFailed("Cannot run LayerNorm: ", i == 1 ? "gamma" : "beta", " is ",
                                    printDims(in[i].dims), ", must be [", hidden,
                                    "], as long as the last dimension of x ", printDims(in[0].dims));
            });
        }
    }
    return 0;
}

// ANCHOR: typed-launch
template <typename T>
cudaError_t launch(void const* const* inputs, void* output, int64_t rows, int64_t hidden, float epsilon,
                   cudaStream_t stream) noexcept {
    return layerNorm<T>(static_cast<T const*>(inputs[0]), static_cast<T const*>(inputs[1]),
                        static_cast<T const*>(inputs[2]), static_cast<T*>(output), rows, hidden, epsilon,
                        stream);
}
// ANCHOR_END: typed-launch

} // namespace

LayerNormPlugin::LayerNormPlugin(float epsilon) : mEpsilon(epsilon) {}

IPluginCapability* LayerNormPlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
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
IPluginV3* LayerNormPlugin::clone() noexcept { return new (std::nothrow) LayerNormPlugin(mEpsilon); }

char const* LayerNormPlugin::getPluginName() const noexcept { return kLAYER_NORM_NAME; }
char const* LayerNormPlugin::getPluginVersion() const noexcept { return "2"; }
char const* LayerNormPlugin::getPluginNamespace() const noexcept { return ""; }

int32_t LayerNormPlugin::getNbOutputs() const noexcept { return 1; }

int32_t LayerNormPlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs,
                                            DataType const* inputTypes, int32_t nbInputs) const noexcept {
    if (outputTypes == nullptr || inputTypes == nullptr || nbInputs != 3 || nbOutputs != 1) {
        return pluginFailed("Cannot build LayerNorm: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 3 (x, gamma, beta) and 1");
    }
    outputTypes[0] = inputTypes[0];
    return 0;
}

int32_t LayerNormPlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*, int32_t,
                                         DimsExprs* outputs, int32_t nbOutputs, IExprBuilder&) noexcept {
    if (inputs == nullptr || outputs == nullptr || nbInputs != 3 || nbOutputs != 1) {
        return pluginFailed("Cannot build LayerNorm: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 3 (x, gamma, beta) and 1");
    }
    if (inputs[0].nbDims < 1 || inputs[1].nbDims != 1 || inputs[2].nbDims != 1) {
        return pluginFailed("Cannot build LayerNorm: x, gamma and beta have ", inputs[0].nbDims, ", ",
                            inputs[1].nbDims, " and ", inputs[2].nbDims,
                            " dimensions, must have at least 1, 1 and 1");
    }
    outputs[0] = inputs[0];
    return 0;
}

bool LayerNormPlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                                int32_t nbInputs, int32_t nbOutputs) noexcept {
    if (inOut == nullptr || nbInputs != 3 || nbOutputs != 1 || pos < 0 || pos > 3 ||
        inOut[pos].desc.format != TensorFormat::kLINEAR) {
        return false;
    }
    DataType const type = inOut[pos].desc.type;
    return pos == 0 ? type == DataType::kFLOAT || type == DataType::kHALF : type == inOut[0].desc.type;
}

int32_t LayerNormPlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                         DynamicPluginTensorDesc const*, int32_t) noexcept {
    return 0;
}

int32_t LayerNormPlugin::setTactic(int32_t) noexcept { return 0; }

int32_t LayerNormPlugin::onShapeChange(PluginTensorDesc const* in, int32_t nbInputs, PluginTensorDesc const*,
                                       int32_t) noexcept {
    return checkShapes(in, nbInputs);
}

// ANCHOR: enqueue
int32_t LayerNormPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                                 void const* const* inputs, void* const* outputs, void*,
                                 cudaStream_t stream) noexcept {
    if (checkShapes(inputDesc, 3) != 0) {
        return 1;
    }
    int64_t const count = volume(inputDesc[0].dims);
    if (count == 0) {
        return 0;
    }
    if (inputs == nullptr || outputs == nullptr || inputs[0] == nullptr || inputs[1] == nullptr ||
        inputs[2] == nullptr || outputs[0] == nullptr) {
        return pluginFailed("Cannot run LayerNorm: an address is null");
    }
    int64_t const hidden = inputDesc[0].dims.d[inputDesc[0].dims.nbDims - 1];
    auto const run = inputDesc[0].type == DataType::kHALF ? launch<__half> : launch<float>;
    cudaError_t const status = run(inputs, outputs[0], count / hidden, hidden, mEpsilon, stream);
    return status == cudaSuccess ? 0 : pluginFailed("Cannot run LayerNorm: ", cudaGetErrorString(status));
}
// ANCHOR_END: enqueue

IPluginV3* LayerNormPlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }

PluginFieldCollection const* LayerNormPlugin::getFieldsToSerialize() noexcept {
    mFieldsToSerialize[0] = PluginField("epsilon", &mEpsilon, PluginFieldType::kFLOAT32, 1);
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldsToSerialize.data();
    return &mFieldCollection;
}

} // namespace workbook
