#include "qkvToContextPluginV2Dynamic.h"
#include "../common/pluginFailure.h"
#include "qkvToContext.h"

#include <new>

using namespace nvinfer1;

namespace workbook {
namespace {

int32_t setNamespace(std::string& own, char const* pluginNamespace) noexcept {
    return guarded("set the namespace of QkvToContext", 1, [&] {
        own = pluginNamespace == nullptr ? "" : pluginNamespace;
        return 0;
    });
}

} // namespace

QkvToContextPluginV2Dynamic::QkvToContextPluginV2Dynamic(QkvToContextParameters const& parameters)
    : mParameters(parameters) {}

// The namespace travels with the copy: TensorRT asks the clone for it when it serialises the engine.
IPluginV2DynamicExt* QkvToContextPluginV2Dynamic::clone() const noexcept {
    return guarded("clone QkvToContext", static_cast<IPluginV2DynamicExt*>(nullptr),
                   [&]() -> IPluginV2DynamicExt* { return new QkvToContextPluginV2Dynamic(*this); });
}

// A method of this generation that returns dimensions has no failure code; TensorRT refuses -1 dimensions.
DimsExprs QkvToContextPluginV2Dynamic::getOutputDimensions(int32_t, DimsExprs const* inputs, int32_t nbInputs,
                                                           IExprBuilder& exprBuilder) noexcept {
    DimsExprs output{};
    if (inputs == nullptr || nbInputs != 1 ||
        qkvOutputDims(mParameters, inputs[0], output, exprBuilder) != 0) {
        output.nbDims = -1;
    }
    return output;
}

bool QkvToContextPluginV2Dynamic::supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut,
                                                            int32_t nbInputs, int32_t nbOutputs) noexcept {
    return inOut != nullptr && nbInputs == 1 && nbOutputs == 1 && (pos == 0 || pos == 1) &&
           qkvSupports(pos, inOut[0], inOut[pos]);
}

// At build the profile's range; at run time, after a shape change, min = max = the shape.
void QkvToContextPluginV2Dynamic::configurePlugin(DynamicPluginTensorDesc const* in, int32_t nbInputs,
                                                  DynamicPluginTensorDesc const*, int32_t) noexcept {
    if (in != nullptr && nbInputs == 1) {
        qkvRemember(mParameters, in[0].max);
    }
}

size_t QkvToContextPluginV2Dynamic::getWorkspaceSize(PluginTensorDesc const* inputs, int32_t nbInputs,
                                                     PluginTensorDesc const*, int32_t) const noexcept {
    return inputs == nullptr || nbInputs != 1 ? 0
                                              : qkvWorkspaceSize(mParameters, kQKV_DEFAULT, inputs[0].dims);
}

int32_t QkvToContextPluginV2Dynamic::enqueue(PluginTensorDesc const* inputDesc,
                                             PluginTensorDesc const* outputDesc, void const* const* inputs,
                                             void* const* outputs, void* workspace,
                                             cudaStream_t stream) noexcept {
    return qkvEnqueue(mParameters, kQKV_DEFAULT, inputDesc, outputDesc, inputs, outputs, workspace, stream);
}

DataType QkvToContextPluginV2Dynamic::getOutputDataType(int32_t, DataType const* inputTypes,
                                                        int32_t nbInputs) const noexcept {
    return inputTypes == nullptr || nbInputs < 1 ? DataType::kFLOAT : inputTypes[0];
}

char const* QkvToContextPluginV2Dynamic::getPluginType() const noexcept { return kQKV_NAME; }
char const* QkvToContextPluginV2Dynamic::getPluginVersion() const noexcept { return "1"; }
int32_t QkvToContextPluginV2Dynamic::getNbOutputs() const noexcept { return 1; }
int32_t QkvToContextPluginV2Dynamic::initialize() noexcept { return 0; }
void QkvToContextPluginV2Dynamic::terminate() noexcept {}
size_t QkvToContextPluginV2Dynamic::getSerializationSize() const noexcept { return kQKV_SERIALIZED_BYTES; }

void QkvToContextPluginV2Dynamic::serialize(void* buffer) const noexcept {
    if (buffer != nullptr) {
        serializeQkv(mParameters, buffer);
    }
}

void QkvToContextPluginV2Dynamic::destroy() noexcept { delete this; }

void QkvToContextPluginV2Dynamic::setPluginNamespace(char const* pluginNamespace) noexcept {
    setNamespace(mNamespace, pluginNamespace);
}
char const* QkvToContextPluginV2Dynamic::getPluginNamespace() const noexcept { return mNamespace.c_str(); }

QkvToContextPluginV2DynamicCreator::QkvToContextPluginV2DynamicCreator() : mFieldNames(qkvFields(nullptr)) {
    mFieldCollection.nbFields = kQKV_NB_FIELDS;
    mFieldCollection.fields = mFieldNames.data();
}

char const* QkvToContextPluginV2DynamicCreator::getPluginName() const noexcept { return kQKV_NAME; }
char const* QkvToContextPluginV2DynamicCreator::getPluginVersion() const noexcept { return "1"; }
PluginFieldCollection const* QkvToContextPluginV2DynamicCreator::getFieldNames() noexcept {
    return &mFieldCollection;
}

// Fields always come from the network's author here: an engine gives bytes, to deserializePlugin().
// ANCHOR: create
IPluginV2* QkvToContextPluginV2DynamicCreator::createPlugin(char const*,
                                                            PluginFieldCollection const* fields) noexcept {
    QkvToContextParameters parameters;
    return readQkvFields(fields, TensorRTPhase::kBUILD, parameters)
               ? new (std::nothrow) QkvToContextPluginV2Dynamic(parameters)
               : nullptr;
}

// TensorRT does not know which constructor reads bytes: this method does.
IPluginV2* QkvToContextPluginV2DynamicCreator::deserializePlugin(char const*, void const* data,
                                                                 size_t length) noexcept {
    QkvToContextParameters parameters;
    return deserializeQkv(data, length, parameters) ? new (std::nothrow)
                                                          QkvToContextPluginV2Dynamic(parameters)
                                                    : nullptr;
}
// ANCHOR_END: create

void QkvToContextPluginV2DynamicCreator::setPluginNamespace(char const* pluginNamespace) noexcept {
    setNamespace(mNamespace, pluginNamespace);
}
char const* QkvToContextPluginV2DynamicCreator::getPluginNamespace() const noexcept {
    return mNamespace.c_str();
}

} // namespace workbook
