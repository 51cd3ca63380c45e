#include "PluginV2.h"

#include "ContextResources.h"
#include "Expressions.h"
#include "FormatQuery.h"
#include "Invocation.h"
#include "Stream.h"

#include <algorithm>

namespace workbook::binding {
namespace {

constexpr int64_t kMOST_SERIALIZED_BYTES = INT32_MAX;
constexpr size_t kGUARD_BYTES = 4096;
constexpr uint8_t kGUARD = 0xa5;

char const* interfaceName(nvinfer1::IPluginV2 const& plugin) {
    switch (static_cast<uint32_t>(plugin.getTensorRTVersion()) >> 24U) {
    case 0:
        return "IPluginV2";
    case 1:
        return "IPluginV2Ext";
    case 2:
        return "IPluginV2IOExt";
    default:
        return "an interface this version does not know";
    }
}

} // namespace

napi_type_tag const PluginV2::kTYPE_TAG = typeTag(7);

Napi::Function PluginV2::define(Napi::Env env) {
    return DefineClass(env, "PluginV2",
                       {InstanceMethod<&PluginV2::getTensorRTVersion>("getTensorRTVersion"),
                        InstanceMethod<&PluginV2::getPluginType>("getPluginType"),
                        InstanceMethod<&PluginV2::getPluginVersion>("getPluginVersion"),
                        InstanceMethod<&PluginV2::getPluginNamespace>("getPluginNamespace"),
                        InstanceMethod<&PluginV2::setPluginNamespace>("setPluginNamespace"),
                        InstanceMethod<&PluginV2::getNbOutputs>("getNbOutputs"),
                        InstanceMethod<&PluginV2::getOutputDataType>("getOutputDataType"),
                        InstanceMethod<&PluginV2::getOutputDimensions>("getOutputDimensions"),
                        InstanceMethod<&PluginV2::supportsFormatCombination>("supportsFormatCombination"),
                        InstanceMethod<&PluginV2::configurePlugin>("configurePlugin"),
                        InstanceMethod<&PluginV2::getWorkspaceSize>("getWorkspaceSize"),
                        InstanceMethod<&PluginV2::initialize>("initialize"),
                        InstanceMethod<&PluginV2::terminate>("terminate"),
                        InstanceMethod<&PluginV2::enqueue>("enqueue"),
                        InstanceMethod<&PluginV2::getSerializationSize>("getSerializationSize"),
                        InstanceMethod<&PluginV2::serialize>("serialize"),
                        InstanceMethod<&PluginV2::clone>("clone"),
                        InstanceMethod<&PluginV2::attachToContext>("attachToContext"),
                        InstanceMethod<&PluginV2::detachFromContext>("detachFromContext"),
                        InstanceMethod<&PluginV2::destroy>("destroy")});
}

Napi::Value PluginV2::wrap(Napi::Env env, nvinfer1::IPluginV2* plugin, Origin const& origin) {
    if (plugin == nullptr) {
        return env.Null();
    }
    if (!trace::TracedPluginV2::isDynamicExt(*plugin)) {
        std::string const name = interfaceName(*plugin);
        plugin->destroy();
        origin.refuse(env, "a plugin of " + name + ", expected IPluginV2DynamicExt", "PLUGIN_UNSUPPORTED");
    }
    // What traced creators and plugins return of this interface is always a wrapper.
    auto handle =
        std::make_shared<TracedHandle<trace::TracedPluginV2>>(static_cast<trace::TracedPluginV2&>(*plugin));
    return construct(env, AddonData::of(env).pluginV2, handle);
}

PluginV2::PluginV2(Napi::CallbackInfo const& info) : ObjectWrap(info), mHandle(takePending<Handle>(info)) {
    Napi::Object const self = info.This().As<Napi::Object>();
    self.TypeTag(&kTYPE_TAG);
    defineConstant(self, "id", Napi::String::New(info.Env(), mHandle->id));
    defineConstant(self, "className", Napi::String::New(info.Env(), mHandle->className));
    defineConstant(self, "generation", Napi::String::New(info.Env(), "V2"));
}

Napi::Value PluginV2::getTensorRTVersion(Napi::CallbackInfo const& info) {
    return Napi::Number::New(info.Env(),
                             mHandle->live(info.Env(), "getTensorRTVersion").getTensorRTVersion());
}

Napi::Value PluginV2::getPluginType(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), mHandle->live(info.Env(), "getPluginType").getPluginType(),
                    mHandle->origin("getPluginType"));
}

Napi::Value PluginV2::getPluginVersion(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), mHandle->live(info.Env(), "getPluginVersion").getPluginVersion(),
                    mHandle->origin("getPluginVersion"));
}

Napi::Value PluginV2::getPluginNamespace(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), mHandle->live(info.Env(), "getPluginNamespace").getPluginNamespace(),
                    mHandle->origin("getPluginNamespace"));
}

Napi::Value PluginV2::setPluginNamespace(Napi::CallbackInfo const& info) {
    Where const where("setPluginNamespace");
    mHandle->live(info.Env(), "setPluginNamespace")
        .setPluginNamespace(toText(info[0], Where(where, "namespace")).c_str());
    return info.Env().Undefined();
}

Napi::Value PluginV2::getNbOutputs(Napi::CallbackInfo const& info) {
    return Napi::Number::New(info.Env(), mHandle->live(info.Env(), "getNbOutputs").getNbOutputs());
}

Napi::Value PluginV2::getOutputDataType(Napi::CallbackInfo const& info) {
    Where const where("getOutputDataType");
    auto const index = static_cast<int32_t>(toInteger(info[0], Where(where, "index"), 0, kMOST_TENSORS));
    auto const types = toDataTypes(info[1], Where(where, "inputTypes"));
    auto const type = mHandle->live(info.Env(), "getOutputDataType")
                          .getOutputDataType(index, types.data(), static_cast<int32_t>(types.size()));
    return fromDataType(info.Env(), type, mHandle->origin("getOutputDataType"));
}

Napi::Value PluginV2::getOutputDimensions(Napi::CallbackInfo const& info) {
    Where const where("getOutputDimensions");
    auto const index =
        static_cast<int32_t>(toInteger(info[0], Where(where, "outputIndex"), 0, kMOST_TENSORS));
    auto const builder = toExprBuilder(info[2], Where(where, "builder")).builder();
    auto const inputs = toDimsExprsList(info[1], Where(where, "inputs"), *builder);
    auto const dims =
        mHandle->live(info.Env(), "getOutputDimensions")
            .getOutputDimensions(index, inputs.data(), static_cast<int32_t>(inputs.size()), *builder);
    return fromDimsExprs(info.Env(), dims, builder, mHandle->origin("getOutputDimensions"));
}

Napi::Value PluginV2::supportsFormatCombination(Napi::CallbackInfo const& info) {
    auto const query = toFormatQuery<nvinfer1::PluginTensorDesc>(info, toTensorDescs);
    return Napi::Boolean::New(info.Env(), mHandle->live(info.Env(), "supportsFormatCombination")
                                              .supportsFormatCombination(query.pos, query.inOut.data(),
                                                                         query.nbInputs, query.nbOutputs));
}

Napi::Value PluginV2::configurePlugin(Napi::CallbackInfo const& info) {
    Where const where("configurePlugin");
    auto const in = toDynamicTensorDescs(info[0], Where(where, "inputs"));
    auto const out = toDynamicTensorDescs(info[1], Where(where, "outputs"));
    mHandle->live(info.Env(), "configurePlugin")
        .configurePlugin(in.data(), static_cast<int32_t>(in.size()), out.data(),
                         static_cast<int32_t>(out.size()));
    return info.Env().Undefined();
}

Napi::Value PluginV2::getWorkspaceSize(Napi::CallbackInfo const& info) {
    Where const where("getWorkspaceSize");
    auto const in = toTensorDescs(info[0], Where(where, "inputs"));
    auto const out = toTensorDescs(info[1], Where(where, "outputs"));
    return fromSize(info.Env(), mHandle->live(info.Env(), "getWorkspaceSize")
                                    .getWorkspaceSize(in.data(), static_cast<int32_t>(in.size()), out.data(),
                                                      static_cast<int32_t>(out.size())));
}

Napi::Value PluginV2::initialize(Napi::CallbackInfo const& info) {
    return Napi::Number::New(info.Env(), mHandle->live(info.Env(), "initialize").initialize());
}

Napi::Value PluginV2::terminate(Napi::CallbackInfo const& info) {
    mHandle->live(info.Env(), "terminate").terminate();
    return info.Env().Undefined();
}

Napi::Value PluginV2::enqueue(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("enqueue");
    Invocation const& call = toInvocation(info[0], Where(where, "invocation"));
    cudaStream_t const stream = toStream(info[1], Where(where, "stream")).handle(env, "enqueue");
    call.checkLive(env);
    return Napi::Number::New(env, mHandle->live(info.Env(), "enqueue")
                                      .enqueue(call.inputDescs(), call.outputDescs(), call.inputs(),
                                               call.outputs(), call.workspace(), stream));
}

Napi::Value PluginV2::getSerializationSize(Napi::CallbackInfo const& info) {
    return fromSize(info.Env(), mHandle->live(info.Env(), "getSerializationSize").getSerializationSize());
}

Napi::Value PluginV2::serialize(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("serialize");
    auto const size =
        static_cast<size_t>(toInteger(info[0], Where(where, "size"), 0, kMOST_SERIALIZED_BYTES));
    std::vector<uint8_t> buffer(size + kGUARD_BYTES, uint8_t{0});
    auto const guard = buffer.begin() + static_cast<std::ptrdiff_t>(size);
    std::fill(guard, buffer.end(), kGUARD);
    mHandle->live(info.Env(), "serialize").serialize(buffer.data());
    if (std::any_of(guard, buffer.end(), [](uint8_t byte) { return byte != kGUARD; })) {
        throwError(env, "SERIALIZE_OVERRUN",
                   "Cannot serialize " + mHandle->id + " " + mHandle->className +
                       ": serialize() wrote past the " + std::to_string(size) + " bytes that it was given");
    }
    Napi::Uint8Array bytes = Napi::Uint8Array::New(env, size);
    std::copy(buffer.begin(), guard, bytes.Data());
    return bytes;
}

Napi::Value PluginV2::clone(Napi::CallbackInfo const& info) {
    return wrap(info.Env(), mHandle->live(info.Env(), "clone").clone(), mHandle->origin("clone"));
}

Napi::Value PluginV2::attachToContext(Napi::CallbackInfo const& info) {
    mHandle->live(info.Env(), "attachToContext").attachToContext(nullptr, nullptr, &gpuAllocator());
    return info.Env().Undefined();
}

Napi::Value PluginV2::detachFromContext(Napi::CallbackInfo const& info) {
    mHandle->live(info.Env(), "detachFromContext").detachFromContext();
    return info.Env().Undefined();
}

Napi::Value PluginV2::destroy(Napi::CallbackInfo const& info) {
    auto& plugin = mHandle->live(info.Env(), "destroy");
    mHandle->plugin = nullptr;
    plugin.destroy();
    return info.Env().Undefined();
}

} // namespace workbook::binding
