#include "dynamicTRTResizePluginV2Dynamic.h"
#include "../common/pluginFailure.h"
#include "dynamicTRTResize.h"

#include <cstring>
#include <new>

using namespace nvinfer1;

namespace workbook {

DynamicTRTResizePluginV2Dynamic::DynamicTRTResizePluginV2Dynamic(int32_t alignCorners)
    : mAlignCorners(alignCorners) {}

// The namespace travels with the copy: TensorRT asks the clone for it when it serialises the engine.
IPluginV2DynamicExt* DynamicTRTResizePluginV2Dynamic::clone() const noexcept {
    return guarded<IPluginV2DynamicExt*>("clone DynamicTRTResize", nullptr,
                                         [this] { return new DynamicTRTResizePluginV2Dynamic(*this); });
}

//! [x.N, x.C, factor.H, factor.W]. A `factor` of another rank has no d[2] and d[3] to read: nbDims -1 tells
//! that there is no shape.
// ANCHOR: v2-output-dimensions
DimsExprs DynamicTRTResizePluginV2Dynamic::getOutputDimensions(int32_t, DimsExprs const* inputs,
                                                               int32_t nbInputs, IExprBuilder&) noexcept {
    DimsExprs output{};
    output.nbDims = -1;
    if (nbInputs != 2) {
        pluginFailed("Cannot infer the shape of DynamicTRTResize: ", nbInputs,
                     " inputs, must be x and factor");
    } else if (inputs[0].nbDims != 4 || inputs[1].nbDims != 4) {
        pluginFailed("Cannot infer the shape of DynamicTRTResize: x has ", inputs[0].nbDims,
                     " dims and factor ", inputs[1].nbDims,
                     ", both must have 4; factor gives the size by its shape, not by its values");
    } else {
        output = inputs[0];
        output.d[2] = inputs[1].d[2];
        output.d[3] = inputs[1].d[3];
    }
    return output;
}
// ANCHOR_END: v2-output-dimensions

//! Of `factor` nothing is read, so it may have whatever the network has it in, and is never converted for us.
bool DynamicTRTResizePluginV2Dynamic::supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut,
                                                                int32_t nbInputs,
                                                                int32_t nbOutputs) noexcept {
    if (nbInputs != 2 || nbOutputs != 1) {
        return false;
    }
    PluginTensorDesc const& at = inOut[pos];
    switch (pos) {
    case 0:
        return resizeSupportsImage(at);
    case 1:
        return at.format == TensorFormat::kLINEAR &&
               (at.type == DataType::kFLOAT || at.type == DataType::kHALF || at.type == DataType::kINT32);
    case 2:
        return at.type == inOut[0].type && at.format == inOut[0].format;
    default:
        return false;
    }
}

void DynamicTRTResizePluginV2Dynamic::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                                      DynamicPluginTensorDesc const*, int32_t) noexcept {}

size_t DynamicTRTResizePluginV2Dynamic::getWorkspaceSize(PluginTensorDesc const*, int32_t,
                                                         PluginTensorDesc const*, int32_t) const noexcept {
    return 0;
}

int32_t DynamicTRTResizePluginV2Dynamic::enqueue(PluginTensorDesc const* inputDesc,
                                                 PluginTensorDesc const* outputDesc,
                                                 void const* const* inputs, void* const* outputs, void*,
                                                 cudaStream_t stream) noexcept {
    return resizeEnqueue(inputDesc[0], outputDesc[0], inputs[0], outputs[0], mAlignCorners,
                         ResizeKernel::kSTRIPS, stream);
}

DataType DynamicTRTResizePluginV2Dynamic::getOutputDataType(int32_t, DataType const* inputTypes,
                                                            int32_t nbInputs) const noexcept {
    return inputTypes == nullptr || nbInputs < 1 ? DataType::kFLOAT : inputTypes[0];
}

char const* DynamicTRTResizePluginV2Dynamic::getPluginType() const noexcept {
    return kDYNAMIC_TRT_RESIZE_NAME;
}
char const* DynamicTRTResizePluginV2Dynamic::getPluginVersion() const noexcept { return "1"; }
int32_t DynamicTRTResizePluginV2Dynamic::getNbOutputs() const noexcept { return 1; }
int32_t DynamicTRTResizePluginV2Dynamic::initialize() noexcept { return 0; }
void DynamicTRTResizePluginV2Dynamic::terminate() noexcept {}
size_t DynamicTRTResizePluginV2Dynamic::getSerializationSize() const noexcept { return sizeof mAlignCorners; }

void DynamicTRTResizePluginV2Dynamic::serialize(void* buffer) const noexcept {
    std::memcpy(buffer, &mAlignCorners, sizeof mAlignCorners);
}

void DynamicTRTResizePluginV2Dynamic::destroy() noexcept { delete this; }

void DynamicTRTResizePluginV2Dynamic::setPluginNamespace(char const* pluginNamespace) noexcept {
    guarded("set the namespace of DynamicTRTResize", false, [&] {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
        return true;
    });
}
char const* DynamicTRTResizePluginV2Dynamic::getPluginNamespace() const noexcept {
    return mNamespace.c_str();
}

} // namespace workbook
