#include "Invocation.h"

namespace workbook::binding {

napi_type_tag const Invocation::kTYPE_TAG = typeTag(5);

Napi::Function Invocation::define(Napi::Env env) {
    return DefineClass(env, "Invocation",
                       {InstanceMethod<&Invocation::setInputDesc>("setInputDesc"),
                        InstanceMethod<&Invocation::setOutputDesc>("setOutputDesc"),
                        InstanceMethod<&Invocation::setInputAddress>("setInputAddress"),
                        InstanceMethod<&Invocation::setOutputAddress>("setOutputAddress"),
                        InstanceMethod<&Invocation::setWorkspace>("setWorkspace")});
}

Invocation::Tensors::Tensors(std::vector<nvinfer1::PluginTensorDesc> given)
    : descs(std::move(given)), pointers(descs.size() + 1, nullptr), addresses(descs.size()) {
    descs.emplace_back();
}

void Invocation::Tensors::setDesc(Napi::CallbackInfo const& info, char const* method) {
    Where const where(method);
    auto const index = toInteger(info[0], Where(where, "index"), 0, static_cast<int64_t>(count()) - 1);
    descs[static_cast<size_t>(index)] = toTensorDesc(info[1], Where(where, "desc"));
}

void Invocation::Tensors::setAddress(Napi::CallbackInfo const& info, char const* method) {
    Where const where(method);
    auto const index =
        static_cast<size_t>(toInteger(info[0], Where(where, "index"), 0, static_cast<int64_t>(count()) - 1));
    addresses[index] = toDeviceAddress(info[1], info[2], method);
    pointers[index] = addresses[index].pointer;
}

std::string Invocation::Tensors::freedAddress(char const* side) const {
    for (size_t i = 0; i < addresses.size(); ++i) {
        if (!addresses[i].live()) {
            return std::string(side) + " " + std::to_string(i);
        }
    }
    return "";
}

Invocation::Invocation(Napi::CallbackInfo const& info)
    : ObjectWrap(info), mInputs(toTensorDescs(info[0], Where(Where("Invocation"), "inputs"))),
      mOutputs(toTensorDescs(info[1], Where(Where("Invocation"), "outputs"))) {
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

std::string Invocation::freedAddress() const {
    std::string freed = mInputs.freedAddress("input");
    if (freed.empty()) {
        freed = mOutputs.freedAddress("output");
    }
    return freed.empty() && !mWorkspace.live() ? "the workspace" : freed;
}

void Invocation::checkLive(Napi::Env env) const {
    std::string const freed = freedAddress();
    if (!freed.empty()) {
        throwError(env, "OBJECT_DESTROYED",
                   "Cannot call enqueue: the device buffer of " + freed + " has been freed");
    }
}

Napi::Value Invocation::setInputDesc(Napi::CallbackInfo const& info) {
    mInputs.setDesc(info, "setInputDesc");
    return info.Env().Undefined();
}

Napi::Value Invocation::setOutputDesc(Napi::CallbackInfo const& info) {
    mOutputs.setDesc(info, "setOutputDesc");
    return info.Env().Undefined();
}

Napi::Value Invocation::setInputAddress(Napi::CallbackInfo const& info) {
    mInputs.setAddress(info, "setInputAddress");
    return info.Env().Undefined();
}

Napi::Value Invocation::setOutputAddress(Napi::CallbackInfo const& info) {
    mOutputs.setAddress(info, "setOutputAddress");
    return info.Env().Undefined();
}

Napi::Value Invocation::setWorkspace(Napi::CallbackInfo const& info) {
    mWorkspace = toDeviceAddress(info[0], info[1], "setWorkspace");
    return info.Env().Undefined();
}

Invocation& toInvocation(Napi::Value value, Where const& where) {
    auto* const invocation = unwrapIf<Invocation>(value);
    if (invocation == nullptr) {
        throwArgument(where, "an Invocation", value);
    }
    return *invocation;
}

} // namespace workbook::binding
