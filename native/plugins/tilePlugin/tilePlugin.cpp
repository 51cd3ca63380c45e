#include "tilePlugin.h"
#include "../common/pluginFailure.h"
#include "../common/tensorDims.h"
#include "../common/volume.h"
#include "tileKernel.h"

using namespace nvinfer1;

namespace workbook {
namespace {

//! 0 for types that Tile does not take.
int32_t elementBytes(DataType type) {
    switch (type) {
    case DataType::kFLOAT:
    case DataType::kINT32:
        return 4;
    case DataType::kHALF:
    case DataType::kBF16:
        return 2;
    case DataType::kINT8:
        return 1;
    case DataType::kINT64:
        return 8;
    default:
        return 0;
    }
}

bool isTiling(Dims const& in, Dims const& out) {
    bool fits = in.nbDims == out.nbDims && volume(in) >= 0 && volume(out) >= 0;
    for (int32_t i = 0; fits && i < in.nbDims; ++i) {
        fits = in.d[i] == 0 ? out.d[i] == 0 : out.d[i] % in.d[i] == 0;
    }
    return fits;
}

//! \return 0, or 1 with the reason logged.
int32_t tileEnqueue(PluginTensorDesc const& xDesc, PluginTensorDesc const& yDesc, void const* x, void* y,
                    cudaStream_t stream) {
    if (!isTiling(xDesc.dims, yDesc.dims)) {
        return pluginFailed("Cannot run Tile: ", printDims(xDesc.dims), " does not tile ",
                            printDims(yDesc.dims));
    }
    if (volume(yDesc.dims) == 0) {
        return 0;
    }
    int32_t const bytes = elementBytes(xDesc.type);
    if (bytes == 0 || yDesc.type != xDesc.type || xDesc.format != TensorFormat::kLINEAR ||
        yDesc.format != TensorFormat::kLINEAR) {
        return pluginFailed(
            "Cannot run Tile: the types or formats are none of those that supportsFormatCombination "
            "accepts");
    }
    if (xDesc.type == DataType::kINT8 && xDesc.scale != yDesc.scale) {
        return pluginFailed("Cannot run Tile: the INT8 scales are ", xDesc.scale, " and ", yDesc.scale,
                            ", must be equal since elements are copied");
    }
    if (x == nullptr || y == nullptr) {
        return pluginFailed("Cannot run Tile: the ", x == nullptr ? "input" : "output", " is a null pointer");
    }
    cudaError_t const status = tile(x, y, mergeTileAxes(xDesc.dims, yDesc.dims), bytes, stream);
    return status == cudaSuccess ? 0 : pluginFailed("Cannot run Tile: ", cudaGetErrorString(status));
}

} // namespace

IPluginCapability* TilePlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
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

IPluginV3* TilePlugin::clone() noexcept {
    return guarded<IPluginV3*>("clone Tile", nullptr, [] { return new TilePlugin; });
}

char const* TilePlugin::getPluginName() const noexcept { return "Tile"; }
char const* TilePlugin::getPluginVersion() const noexcept { return "2"; }
char const* TilePlugin::getPluginNamespace() const noexcept { return ""; }

int32_t TilePlugin::getNbOutputs() const noexcept { return 1; }

int32_t TilePlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs, DataType const* inputTypes,
                                       int32_t nbInputs) const noexcept {
    if (nbInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot tell the output type of Tile: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 1");
    }
    outputTypes[0] = inputTypes[0];
    return 0;
}

//! x.d[i] * repeats[i]. What `shapeInputs` calls dimensions are the values of the shape tensor, as
//! expressions: known numbers where the network holds them as constants, otherwise known when the engine
//! runs.
int32_t TilePlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const* shapeInputs,
                                    int32_t nbShapeInputs, DimsExprs* outputs, int32_t nbOutputs,
                                    IExprBuilder& exprBuilder) noexcept {
    if (nbInputs != 1 || nbShapeInputs != 1 || nbOutputs != 1) {
        return pluginFailed("Cannot infer the shape of Tile: ", nbInputs, " inputs, ", nbShapeInputs,
                            " shape inputs and ", nbOutputs, " outputs, must be 1 of each");
    }
    DimsExprs const& x = inputs[0];
    DimsExprs const& repeats = shapeInputs[0];
    if (repeats.nbDims != x.nbDims) {
        return pluginFailed("Cannot infer the shape of Tile: ", repeats.nbDims, " repeats for ", x.nbDims,
                            " dims, must be one each");
    }
    // ANCHOR: output-shapes
    outputs[0].nbDims = x.nbDims;
    for (int32_t i = 0; i < x.nbDims; ++i) {
        if (repeats.d[i]->isConstant() && repeats.d[i]->getConstantValue() < 0) {
            return pluginFailed("Cannot infer the shape of Tile: repeats[", i, "] is ",
                                repeats.d[i]->getConstantValue(), ", must not be negative");
        }
        outputs[0].d[i] = exprBuilder.operation(DimensionOperation::kPROD, *x.d[i], *repeats.d[i]);
        if (outputs[0].d[i] == nullptr) {
            return pluginFailed("Cannot infer the shape of Tile: the expression for dimension ", i,
                                " was refused");
        }
    }
    return 0;
    // ANCHOR_END: output-shapes
}

bool TilePlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                           int32_t nbInputs, int32_t nbOutputs) noexcept {
    if (nbInputs != 1 || nbOutputs != 1 || pos < 0 || pos > 1) {
        return false;
    }
    PluginTensorDesc const& at = inOut[pos].desc;
    return at.format == TensorFormat::kLINEAR &&
           (pos == 0 ? elementBytes(at.type) != 0 : at.type == inOut[0].desc.type);
}

int32_t TilePlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                                    int32_t) noexcept {
    return 0;
}

int32_t TilePlugin::setTactic(int32_t) noexcept { return 0; }

int32_t TilePlugin::onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                                  int32_t) noexcept {
    return 0;
}

// Shape inputs are not among `inputs`: what they said is in the output's extents.
int32_t TilePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                            void const* const* inputs, void* const* outputs, void*,
                            cudaStream_t stream) noexcept {
    return guarded("run Tile", 1,
                   [&] { return tileEnqueue(inputDesc[0], outputDesc[0], inputs[0], outputs[0], stream); });
}

IPluginV3* TilePlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }

PluginFieldCollection const* TilePlugin::getFieldsToSerialize() noexcept { return &mFieldCollection; }

char const* TilePluginCreator::getPluginName() const noexcept { return "Tile"; }
char const* TilePluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* TilePluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* TilePluginCreator::getFieldNames() noexcept { return &mFieldCollection; }

IPluginV3* TilePluginCreator::createPlugin(char const*, PluginFieldCollection const*,
                                           TensorRTPhase) noexcept {
    return guarded<IPluginV3*>("create Tile", nullptr, [] { return new TilePlugin; });
}

} // namespace workbook
