#include "PluginV3Capabilities.h"

namespace workbook::binding {

Napi::Function PluginV3Core::define(Napi::Env env) {
    return DefineClass(env, "PluginV3Core",
                       {InstanceAccessor<&PluginV3Core::id>("id"),
                        InstanceAccessor<&PluginV3Core::className>("className"),
                        InstanceMethod<&PluginV3Core::getPluginName>("getPluginName"),
                        InstanceMethod<&PluginV3Core::getPluginVersion>("getPluginVersion"),
                        InstanceMethod<&PluginV3Core::getPluginNamespace>("getPluginNamespace")});
}

Napi::Value PluginV3Core::getPluginName(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), live(info, "getPluginName").getPluginName(), origin("getPluginName"));
}

Napi::Value PluginV3Core::getPluginVersion(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), live(info, "getPluginVersion").getPluginVersion(), origin("getPluginVersion"));
}

Napi::Value PluginV3Core::getPluginNamespace(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), live(info, "getPluginNamespace").getPluginNamespace(), origin("getPluginNamespace"));
}

} // namespace workbook::binding
