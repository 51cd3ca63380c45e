#include "dynamicTRTResizePlugin.h"
#include "../common/pluginFailure.h"
#include "dynamicTRTResize.h"

using namespace nvinfer1;

namespace workbook {

DynamicTRTResizePlugin::DynamicTRTResizePlugin(int32_t alignCorners) : mAlignCorners(alignCorners) {}

IPluginCapability* DynamicTRTResizePlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
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

// Parameter and tactic are copied, the field list is not: it must point into the object that owns it.
IPluginV3* DynamicTRTResizePlugin::clone() noexcept {
    return guarded<IPluginV3*>("clone DynamicTRTResize", nullptr, [this] {
        auto* const copy = new DynamicTRTResizePlugin(mAlignCorners);
        copy->mKernel = mKernel;
        return copy;
    });
}

char const* DynamicTRTResizePlugin::getPluginName() const noexcept { return kDYNAMIC_TRT_RESIZE_NAME; }
char const* DynamicTRTResizePlugin::getPluginVersion() const noexcept { return "2"; }
char const* DynamicTRTResizePlugin::getPluginNamespace() const noexcept { return ""; }

int32_t DynamicTRTResizePlugin::getNbOutputs() const noexcept { return 1; }

int32_t DynamicTRTResizePlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs,
                                                   DataType const* inputTypes,
                                                   int32_t nbInputs) const noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot tell the output type of DynamicTRTResize: ", nbInputs, " inputs and ",
                            nbOutputs, " outputs, must be 1 and 1");
    }
    outputTypes[0] = inputTypes[0];
    return 0;
}

//! [x.N, x.C, size.H, size.W], where the values of the shape input are [H, W] or [N, C, H, W]; of the latter
//! N and C are ignored.
// ANCHOR: output-shapes
int32_t DynamicTRTResizePlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs,
                                                DimsExprs const* shapeInputs, int32_t nbShapeInputs,
                                                DimsExprs* outputs, int32_t nbOutputs,
                                                IExprBuilder&) noexcept {
    if (nbInputs != 1 || nbShapeInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot infer the shape of DynamicTRTResize: ", nbInputs, " inputs, ",
                            nbShapeInputs, " shape inputs and ", nbOutputs, " outputs, must be 1 of each");
    }
    int32_t const nbValues = shapeInputs[0].nbDims;
    if (inputs[0].nbDims != 4 || (nbValues != 2 && nbValues != 4)) {
        return pluginFailed("Cannot infer the shape of DynamicTRTResize: x has ", inputs[0].nbDims,
                            " dims, must have 4; the size has ", nbValues, " values, must have 2 or 4");
    }
    outputs[0] = inputs[0];
    outputs[0].d[2] = shapeInputs[0].d[nbValues - 2];
    outputs[0].d[3] = shapeInputs[0].d[nbValues - 1];
    return 0;
}
// ANCHOR_END: output-shapes

bool DynamicTRTResizePlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                                       int32_t nbInputs, int32_t nbOutputs) noexcept {
    if (nbInputs != 1 || nbOutputs != 1 || pos < 0 || pos > 1) {
        return false;
    }
    PluginTensorDesc const& at = inOut[pos].desc;
    return pos == 0 ? resizeSupportsImage(at)
                    : at.type == inOut[0].desc.type && at.format == inOut[0].desc.format;
}

int32_t DynamicTRTResizePlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                                DynamicPluginTensorDesc const*, int32_t) noexcept {
    return 0;
}

int32_t DynamicTRTResizePlugin::getNbTactics() noexcept { return 2; }

int32_t DynamicTRTResizePlugin::getValidTactics(int32_t* tactics, int32_t nbTactics) noexcept {
    ResizeKernel const kernels[] = {ResizeKernel::kPLAIN, ResizeKernel::kSTRIPS};
    for (int32_t i = 0; i < nbTactics && i < 2; ++i) {
        tactics[i] = static_cast<int32_t>(kernels[i]);
    }
    return 0;
}

// The field changes where pixels are sampled, not how long that takes.
char const* DynamicTRTResizePlugin::getTimingCacheID() noexcept { return kDYNAMIC_TRT_RESIZE_NAME; }

int32_t DynamicTRTResizePlugin::setTactic(int32_t tactic) noexcept {
    switch (tactic) {
    case 0:
        mKernel = ResizeKernel::kSTRIPS;
        return 0;
    case static_cast<int32_t>(ResizeKernel::kPLAIN):
    case static_cast<int32_t>(ResizeKernel::kSTRIPS):
        mKernel = static_cast<ResizeKernel>(tactic);
        return 0;
    default:
        return pluginFailed("Cannot set the tactic of DynamicTRTResize: ", tactic, ", must be 0, 1 or 2");
    }
}

int32_t DynamicTRTResizePlugin::onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                                              int32_t) noexcept {
    return 0;
}

int32_t DynamicTRTResizePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                                        void const* const* inputs, void* const* outputs, void*,
                                        cudaStream_t stream) noexcept {
    return resizeEnqueue(inputDesc[0], outputDesc[0], inputs[0], outputs[0], mAlignCorners, mKernel, stream);
}

IPluginV3* DynamicTRTResizePlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }

PluginFieldCollection const* DynamicTRTResizePlugin::getFieldsToSerialize() noexcept {
    return guarded<PluginFieldCollection const*>("serialize DynamicTRTResize", nullptr, [this] {
        mFieldsToSerialize.assign(1,
                                  PluginField("align_corners", &mAlignCorners, PluginFieldType::kINT32, 1));
        mFieldCollection.nbFields = 1;
        mFieldCollection.fields = mFieldsToSerialize.data();
        return &mFieldCollection;
    });
}

DynamicTRTResizePluginCreator::DynamicTRTResizePluginCreator()
    : mFieldNames{PluginField("align_corners", nullptr, PluginFieldType::kINT32, 1)} {
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldNames.data();
}

char const* DynamicTRTResizePluginCreator::getPluginName() const noexcept { return kDYNAMIC_TRT_RESIZE_NAME; }
char const* DynamicTRTResizePluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* DynamicTRTResizePluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* DynamicTRTResizePluginCreator::getFieldNames() noexcept {
    return &mFieldCollection;
}

IPluginV3* DynamicTRTResizePluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                                       TensorRTPhase) noexcept {
    int32_t alignCorners = 0;
    if (!readAlignCorners(fields, alignCorners)) {
        return nullptr;
    }
    return guarded<IPluginV3*>("create DynamicTRTResize", nullptr,
                               [&] { return new DynamicTRTResizePlugin(alignCorners); });
}

} // namespace workbook
