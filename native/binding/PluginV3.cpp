#include "PluginV3.h"

#include "PluginV3Capabilities.h"

namespace workbook::binding {

using nvinfer1::IPluginCapability;
using nvinfer1::PluginCapabilityType;

namespace {

Napi::Object newCapability(Napi::Env env, PluginCapabilityType type, IPluginCapability& capability,
                           PluginV3Handle const& handle) {
    AddonData& data = AddonData::of(env);
    switch (type) {
    case PluginCapabilityType::kCORE: {
        CapabilityInit<nvinfer1::IPluginV3OneCore> init{
            handle, static_cast<nvinfer1::IPluginV3OneCore*>(&capability)};
        return construct(env, data.pluginV3Core, init);
    }
    case PluginCapabilityType::kBUILD: {
        CapabilityInit<nvinfer1::IPluginV3OneBuild> init{
            handle, static_cast<nvinfer1::IPluginV3OneBuild*>(&capability)};
        return construct(env, data.pluginV3Build, init);
    }
    case PluginCapabilityType::kRUNTIME:
        break;
    }
    CapabilityInit<nvinfer1::IPluginV3OneRuntime> init{
        handle, static_cast<nvinfer1::IPluginV3OneRuntime*>(&capability)};
    return construct(env, data.pluginV3Runtime, init);
}

} // namespace

napi_type_tag const PluginV3::kTYPE_TAG = typeTag(8);

Napi::Function PluginV3::define(Napi::Env env) {
    return DefineClass(env, "PluginV3",
                       {InstanceMethod<&PluginV3::getCapabilityInterface>("getCapabilityInterface"),
                        InstanceMethod<&PluginV3::clone>("clone"),
                        InstanceMethod<&PluginV3::destroy>("destroy")});
}

Napi::Value PluginV3::wrap(Napi::Env env, nvinfer1::IPluginV3* plugin) {
    if (plugin == nullptr) {
        return env.Null();
    }
    // What traced creators and plugins return is always a wrapper.
    auto handle =
        std::make_shared<TracedHandle<trace::TracedPluginV3>>(static_cast<trace::TracedPluginV3&>(*plugin));
    return construct(env, AddonData::of(env).pluginV3, handle);
}

PluginV3::PluginV3(Napi::CallbackInfo const& info)
    : ObjectWrap(info), mHandle(takePending<PluginV3Handle>(info)) {
    Napi::Object const self = info.This().As<Napi::Object>();
    self.TypeTag(&kTYPE_TAG);
    defineConstant(self, "id", Napi::String::New(info.Env(), mHandle->id));
    defineConstant(self, "className", Napi::String::New(info.Env(), mHandle->className));
    defineConstant(self, "generation", Napi::String::New(info.Env(), "V3"));
}

Napi::Value PluginV3::getCapabilityInterface(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    auto& plugin = mHandle->live(env, "getCapabilityInterface");
    Where const where("getCapabilityInterface");
    PluginCapabilityType const type = toCapabilityType(info[0], Where(where, "type"));
    IPluginCapability* const capability = plugin.getCapabilityInterface(type);
    if (capability == nullptr) {
        return env.Null();
    }
    Napi::ObjectReference& slot = mCapabilities[static_cast<size_t>(type)];
    if (slot.IsEmpty()) {
        slot = Napi::Persistent(newCapability(env, type, *capability, mHandle));
    }
    return slot.Value();
}

Napi::Value PluginV3::clone(Napi::CallbackInfo const& info) {
    return wrap(info.Env(), mHandle->live(info.Env(), "clone").clone());
}

Napi::Value PluginV3::destroy(Napi::CallbackInfo const& info) {
    auto& plugin = mHandle->live(info.Env(), "destroy");
    mHandle->plugin = nullptr;
    delete &plugin;
    return info.Env().Undefined();
}

} // namespace workbook::binding
