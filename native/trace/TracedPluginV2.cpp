#include "TracedPluginV2.h"

#include "CallRecord.h"
#include "Encode.h"

namespace workbook::trace {
namespace {

using namespace nvinfer1;

void encodeInOut(MessagePackWriter& args, PluginTensorDesc const* in, int32_t nbInputs,
                 PluginTensorDesc const* out, int32_t nbOutputs) {
    args.string("in");
    encodeList(args, in, nbInputs);
    args.string("out");
    encodeList(args, out, nbOutputs);
}

} // namespace

bool TracedPluginV2::isDynamicExt(IPluginV2 const& plugin) noexcept {
    constexpr uint32_t kPYTHON_BIT = 0x40; // set for a plugin written in Python
    uint32_t const kind = static_cast<uint32_t>(plugin.getTensorRTVersion()) >> 24U;
    return (kind & ~kPYTHON_BIT) == static_cast<uint32_t>(PluginVersion::kV2_DYNAMICEXT);
}

IPluginV2* TracedPluginV2::wrap(IPluginV2* real, CallRecord& call, std::string const& className,
                                TracedPluginV2 const* clonedFrom) {
    if (real == nullptr || !isDynamicExt(*real)) {
        return real;
    }
    auto identity = call.identify(real, className);
    call.result([&](MessagePackWriter& writer) { writer.string(identity->id()); });
    auto* const wrapper = new TracedPluginV2(static_cast<IPluginV2DynamicExt&>(*real), std::move(identity));
    if (clonedFrom != nullptr) {
        wrapper->mNbInputs = clonedFrom->mNbInputs;
        wrapper->mNbOutputs = clonedFrom->mNbOutputs;
    }
    return wrapper;
}

TracedPluginV2::TracedPluginV2(IPluginV2DynamicExt& real, std::shared_ptr<ObjectIdentity const> identity)
    : mReal(real), mIdentity(std::move(identity)) {}

int32_t TracedPluginV2::getTensorRTVersion() const noexcept {
    return static_cast<IPluginV2 const&>(mReal)
        .getTensorRTVersion(); // public there, protected in IPluginV2DynamicExt
}

char const* TracedPluginV2::getPluginType() const noexcept {
    CallRecord call(*mIdentity, "getPluginType");
    return call.text(mReal.getPluginType());
}

char const* TracedPluginV2::getPluginVersion() const noexcept {
    CallRecord call(*mIdentity, "getPluginVersion");
    return call.text(mReal.getPluginVersion());
}

char const* TracedPluginV2::getPluginNamespace() const noexcept {
    CallRecord call(*mIdentity, "getPluginNamespace");
    return call.text(mReal.getPluginNamespace());
}

void TracedPluginV2::setPluginNamespace(char const* pluginNamespace) noexcept {
    CallRecord const call(*mIdentity, "setPluginNamespace", [&](MessagePackWriter& args) {
        args.map(1);
        args.string("namespace");
        args.stringOrNil(pluginNamespace);
    });
    mReal.setPluginNamespace(pluginNamespace);
}

int32_t TracedPluginV2::getNbOutputs() const noexcept {
    CallRecord call(*mIdentity, "getNbOutputs");
    return call.number(mReal.getNbOutputs());
}

int32_t TracedPluginV2::initialize() noexcept {
    CallRecord call(*mIdentity, "initialize");
    return call.number(mReal.initialize());
}

void TracedPluginV2::terminate() noexcept {
    CallRecord const call(*mIdentity, "terminate");
    mReal.terminate();
}

size_t TracedPluginV2::getSerializationSize() const noexcept {
    CallRecord call(*mIdentity, "getSerializationSize");
    return call.number(mReal.getSerializationSize());
}

void TracedPluginV2::serialize(void* buffer) const noexcept {
    CallRecord const call(*mIdentity, "serialize");
    mReal.serialize(buffer);
}

void TracedPluginV2::destroy() noexcept {
    std::shared_ptr<ObjectIdentity const> const identity = mIdentity; // outlives this object
    CallRecord const call(*identity, "destroy");
    {
        CallRecord const destruct(*identity, "destruct");
        mReal.destroy();
    }
    delete this;
}

DataType TracedPluginV2::getOutputDataType(int32_t index, DataType const* inputTypes,
                                           int32_t nbInputs) const noexcept {
    CallRecord call(*mIdentity, "getOutputDataType", [&](MessagePackWriter& args) {
        args.map(2);
        args.string("index");
        args.integer(index);
        args.string("inputTypes");
        encodeList(args, inputTypes, nbInputs);
    });
    DataType const type = mReal.getOutputDataType(index, inputTypes, nbInputs);
    call.result([&](MessagePackWriter& writer) { encode(writer, type); });
    return type;
}

void TracedPluginV2::attachToContext(cudnnContext* cudnn, cublasContext* cublas,
                                     IGpuAllocator* allocator) noexcept {
    CallRecord const call(*mIdentity, "attachToContext", [&](MessagePackWriter& args) {
        args.map(3);
        args.string("cudnnNull");
        args.boolean(cudnn == nullptr);
        args.string("cublasNull");
        args.boolean(cublas == nullptr);
        args.string("allocatorNull");
        args.boolean(allocator == nullptr);
    });
    mReal.attachToContext(cudnn, cublas, allocator);
}

void TracedPluginV2::detachFromContext() noexcept {
    CallRecord const call(*mIdentity, "detachFromContext");
    mReal.detachFromContext();
}

IPluginV2DynamicExt* TracedPluginV2::clone() const noexcept {
    CallRecord call(*mIdentity, "clone");
    IPluginV2* const copy = wrap(mReal.clone(), call, mIdentity->className(), this);
    return static_cast<IPluginV2DynamicExt*>(copy);
}

DimsExprs TracedPluginV2::getOutputDimensions(int32_t outputIndex, DimsExprs const* inputs, int32_t nbInputs,
                                              IExprBuilder& exprBuilder) noexcept {
    CallRecord call(*mIdentity, "getOutputDimensions", [&](MessagePackWriter& args) {
        args.map(2);
        args.string("outputIndex");
        args.integer(outputIndex);
        args.string("inputs");
        encodeList(args, inputs, nbInputs);
    });
    DimsExprs const dims = mReal.getOutputDimensions(outputIndex, inputs, nbInputs, exprBuilder);
    call.result([&](MessagePackWriter& writer) { encodeReturned(writer, dims, exprBuilder); });
    return dims;
}

bool TracedPluginV2::supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut, int32_t nbInputs,
                                               int32_t nbOutputs) noexcept {
    CallRecord call(*mIdentity, "supportsFormatCombination", [&](MessagePackWriter& args) {
        args.map(4);
        args.string("pos");
        args.integer(pos);
        args.string("inOut");
        encodeList(args, inOut, pos + 1, encodeTypeAndFormat);
        args.string("nbInputs");
        args.integer(nbInputs);
        args.string("nbOutputs");
        args.integer(nbOutputs);
    });
    return call.boolean(mReal.supportsFormatCombination(pos, inOut, nbInputs, nbOutputs));
}

void TracedPluginV2::configurePlugin(DynamicPluginTensorDesc const* in, int32_t nbInputs,
                                     DynamicPluginTensorDesc const* out, int32_t nbOutputs) noexcept {
    CallRecord const call(*mIdentity, "configurePlugin", [&](MessagePackWriter& args) {
        args.map(2);
        args.string("in");
        encodeList(args, in, nbInputs);
        args.string("out");
        encodeList(args, out, nbOutputs);
    });
    mNbInputs = nbInputs;
    mNbOutputs = nbOutputs;
    mReal.configurePlugin(in, nbInputs, out, nbOutputs);
}

size_t TracedPluginV2::getWorkspaceSize(PluginTensorDesc const* inputs, int32_t nbInputs,
                                        PluginTensorDesc const* outputs, int32_t nbOutputs) const noexcept {
    CallRecord call(*mIdentity, "getWorkspaceSize", [&](MessagePackWriter& args) {
        args.map(2);
        encodeInOut(args, inputs, nbInputs, outputs, nbOutputs);
    });
    return call.number(mReal.getWorkspaceSize(inputs, nbInputs, outputs, nbOutputs));
}

int32_t TracedPluginV2::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                                void const* const* inputs, void* const* outputs, void* workspace,
                                cudaStream_t stream) noexcept {
    CallRecord call(*mIdentity, CallRecord::Prepared{[&]() -> MessagePackWriter const& {
        return mEnqueue.encode(*mIdentity, inputDesc, mNbInputs, outputDesc, mNbOutputs,
                               workspace == nullptr);
    }});
    return call.number(mReal.enqueue(inputDesc, outputDesc, inputs, outputs, workspace, stream));
}

} // namespace workbook::trace
