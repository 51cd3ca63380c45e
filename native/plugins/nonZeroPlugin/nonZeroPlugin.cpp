#include "nonZeroPlugin.h"
#include "../common/pluginFailure.h"
#include "../common/volume.h"
#include "nonZeroKernel.h"

#include <new>

using namespace nvinfer1;

namespace workbook {
namespace {

//! The shape as it is at run time. A size tensor is an int32, so there may be no more elements than one can
//! count.
int32_t checkShape(PluginTensorDesc const* in) noexcept {
    int64_t const count = in == nullptr ? -1 : volume(in[0].dims);
    return count >= 0 && count <= INT32_MAX
               ? 0
               : pluginFailed("Cannot run NonZero: x has ", count, " elements, must have 0 to 2147483647");
}

template <typename T>
cudaError_t launch(void const* x, void* const* outputs, void* workspace, NonZeroShape const& shape,
                   int64_t count, cudaStream_t stream) noexcept {
    return nonZero(static_cast<T const*>(x), static_cast<int64_t*>(outputs[0]),
                   static_cast<int32_t*>(outputs[1]), workspace, shape, count, stream);
}

} // namespace

IPluginCapability* NonZeroPlugin::getCapabilityInterface(PluginCapabilityType type) noexcept {
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

IPluginV3* NonZeroPlugin::clone() noexcept { return new (std::nothrow) NonZeroPlugin; }

char const* NonZeroPlugin::getPluginName() const noexcept { return kNON_ZERO_NAME; }
char const* NonZeroPlugin::getPluginVersion() const noexcept { return "2"; }
char const* NonZeroPlugin::getPluginNamespace() const noexcept { return ""; }

int32_t NonZeroPlugin::getNbOutputs() const noexcept { return 2; }

int32_t NonZeroPlugin::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs,
                                          DataType const* inputTypes, int32_t nbInputs) const noexcept {
    if (outputTypes == nullptr || inputTypes == nullptr || nbInputs != 1 || nbOutputs != 2) {
        return pluginFailed("Cannot build NonZero: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 2");
    }
    outputTypes[0] = DataType::kINT64; // as ONNX NonZero
    outputTypes[1] =
        DataType::kINT32; // what a size tensor must be (NvInferRuntime.h 10.16, getOutputDataTypes)
    return 0;
}

// The number of elements that are not zero is no function of the shapes. Its place in the shape is taken by
// the value of output 1; TensorRT gets an upper bound to allocate for, and a guess to time with.
int32_t NonZeroPlugin::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const*, int32_t,
                                       DimsExprs* outputs, int32_t nbOutputs,
                                       IExprBuilder& exprBuilder) noexcept {
    if (inputs == nullptr || outputs == nullptr || nbInputs != 1 || nbOutputs != 2 || inputs[0].nbDims < 0) {
        return pluginFailed("Cannot build NonZero: ", nbInputs, " inputs and ", nbOutputs,
                            " outputs, must be 1 and 2");
    }
    // ANCHOR: output-shapes
    IDimensionExpr const* upper = exprBuilder.constant(1);
    for (int32_t i = 0; upper != nullptr && i < inputs[0].nbDims; ++i) {
        upper = exprBuilder.operation(DimensionOperation::kPROD, *upper, *inputs[0].d[i]);
    }
    IDimensionExpr const* const two = exprBuilder.constant(2);
    IDimensionExpr const* const half =
        upper == nullptr || two == nullptr
            ? nullptr
            : exprBuilder.operation(DimensionOperation::kCEIL_DIV, *upper, *two);
    IDimensionExpr const* const nbNonZero =
        half == nullptr ? nullptr : exprBuilder.declareSizeTensor(1, *half, *upper);
    IDimensionExpr const* const rank = exprBuilder.constant(inputs[0].nbDims);
    if (nbNonZero == nullptr || rank == nullptr) {
        return pluginFailed("Cannot build NonZero: the expression builder returned null");
    }
    outputs[0].nbDims = 2;
    outputs[0].d[0] = rank;
    outputs[0].d[1] = nbNonZero;
    outputs[1].nbDims = 0;
    return 0;
    // ANCHOR_END: output-shapes
}

bool NonZeroPlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                              int32_t nbInputs, int32_t nbOutputs) noexcept {
    if (inOut == nullptr || nbInputs != 1 || nbOutputs != 2 || pos < 0 || pos > 2 ||
        inOut[pos].desc.format != TensorFormat::kLINEAR) {
        return false;
    }
    DataType const type = inOut[pos].desc.type;
    switch (pos) {
    case 0:
        return type == DataType::kFLOAT || type == DataType::kHALF || type == DataType::kINT8 ||
               type == DataType::kINT32;
    case 1:
        return type == DataType::kINT64;
    default:
        return type == DataType::kINT32;
    }
}

int32_t NonZeroPlugin::configurePlugin(DynamicPluginTensorDesc const*, int32_t,
                                       DynamicPluginTensorDesc const*, int32_t) noexcept {
    return 0;
}

size_t NonZeroPlugin::getWorkspaceSize(DynamicPluginTensorDesc const* inputs, int32_t nbInputs,
                                       DynamicPluginTensorDesc const*, int32_t) const noexcept {
    int64_t const count = inputs == nullptr || nbInputs != 1 ? -1 : volume(inputs[0].max);
    return count < 0 ? 0 : nonZeroWorkspaceBytes(count);
}

int32_t NonZeroPlugin::setTactic(int32_t) noexcept { return 0; }

int32_t NonZeroPlugin::onShapeChange(PluginTensorDesc const* in, int32_t nbInputs, PluginTensorDesc const*,
                                     int32_t) noexcept {
    return nbInputs == 1 ? checkShape(in)
                         : pluginFailed("Cannot run NonZero: ", nbInputs, " inputs, must be 1");
}

int32_t NonZeroPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                               void const* const* inputs, void* const* outputs, void* workspace,
                               cudaStream_t stream) noexcept {
    if (checkShape(inputDesc) != 0) {
        return 1;
    }
    int64_t const count = volume(inputDesc[0].dims);
    NonZeroShape shape{inputDesc[0].dims.nbDims, {}};
    for (int32_t i = 0; i < shape.rank; ++i) {
        shape.dims[i] = inputDesc[0].dims.d[i];
    }
    bool const someElements = count > 0;
    if (inputs == nullptr || outputs == nullptr || outputs[1] == nullptr ||
        (someElements &&
         (inputs[0] == nullptr || workspace == nullptr || (shape.rank > 0 && outputs[0] == nullptr)))) {
        return pluginFailed("Cannot run NonZero: an address is null");
    }
    auto run = launch<float>;
    switch (inputDesc[0].type) {
    case DataType::kFLOAT:
        break;
    case DataType::kHALF:
        run = launch<__half>;
        break;
    case DataType::kINT8:
        run = launch<int8_t>;
        break;
    case DataType::kINT32:
        run = launch<int32_t>;
        break;
    default:
        return pluginFailed("Cannot run NonZero: x has DataType ", static_cast<int32_t>(inputDesc[0].type),
                            ", must be kFLOAT, kHALF, kINT8 or kINT32");
    }
    cudaError_t const status = run(inputs[0], outputs, workspace, shape, count, stream);
    return status == cudaSuccess ? 0 : pluginFailed("Cannot run NonZero: ", cudaGetErrorString(status));
}

IPluginV3* NonZeroPlugin::attachToContext(IPluginResourceContext*) noexcept { return clone(); }

PluginFieldCollection const* NonZeroPlugin::getFieldsToSerialize() noexcept { return &mNoFields; }

char const* NonZeroPluginCreator::getPluginName() const noexcept { return kNON_ZERO_NAME; }
char const* NonZeroPluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* NonZeroPluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* NonZeroPluginCreator::getFieldNames() noexcept { return &mNoFields; }

IPluginV3* NonZeroPluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                              TensorRTPhase) noexcept {
    if (fields != nullptr && fields->nbFields != 0) {
        pluginFailed("Cannot create NonZero: ", fields->nbFields, " fields, it has none");
        return nullptr;
    }
    return new (std::nothrow) NonZeroPlugin;
}

} // namespace workbook
