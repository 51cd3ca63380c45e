#include "ContextResources.h"
#include "Invocation.h"
#include "PluginFields.h"
#include "PluginV3Capabilities.h"
#include "Stream.h"

namespace workbook::binding {

napi_type_tag const PluginV3Runtime::kTYPE_TAG = typeTag(11);

Napi::Function PluginV3Runtime::define(Napi::Env env) {
    return DefineClass(env, "PluginV3Runtime",
                       {InstanceMethod<&PluginV3Runtime::onShapeChange>("onShapeChange"),
                        InstanceMethod<&PluginV3Runtime::setTactic>("setTactic"),
                        InstanceMethod<&PluginV3Runtime::enqueue>("enqueue"),
                        InstanceMethod<&PluginV3Runtime::attachToContext>("attachToContext"),
                        InstanceMethod<&PluginV3Runtime::getFieldsToSerialize>("getFieldsToSerialize")});
}

Napi::Value PluginV3Runtime::onShapeChange(Napi::CallbackInfo const& info) {
    Where const where("onShapeChange");
    auto const in = toTensorDescs(info[0], Where(where, "inputs"));
    auto const out = toTensorDescs(info[1], Where(where, "outputs"));
    return Napi::Number::New(info.Env(), live(info, "onShapeChange")
                                             .onShapeChange(in.data(), static_cast<int32_t>(in.size()),
                                                            out.data(), static_cast<int32_t>(out.size())));
}

Napi::Value PluginV3Runtime::setTactic(Napi::CallbackInfo const& info) {
    Where const where("setTactic");
    return Napi::Number::New(info.Env(),
                             live(info, "setTactic").setTactic(toInt32(info[0], Where(where, "tactic"))));
}

Napi::Value PluginV3Runtime::enqueue(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("enqueue");
    Invocation const& call = toInvocation(info[0], Where(where, "invocation"));
    cudaStream_t const stream = toStream(info[1], Where(where, "stream")).handle(env, "enqueue");
    call.checkLive(env);
    return Napi::Number::New(env, live(info, "enqueue")
                                      .enqueue(call.inputDescs(), call.outputDescs(), call.inputs(),
                                               call.outputs(), call.workspace(), stream));
}

Napi::Value PluginV3Runtime::attachToContext(Napi::CallbackInfo const& info) {
    return PluginV3::wrap(info.Env(), live(info, "attachToContext").attachToContext(&resourceContext()));
}

Napi::Value PluginV3Runtime::getFieldsToSerialize(Napi::CallbackInfo const& info) {
    return fromPluginFields(info.Env(), live(info, "getFieldsToSerialize").getFieldsToSerialize(),
                            origin("getFieldsToSerialize"));
}

} // namespace workbook::binding
