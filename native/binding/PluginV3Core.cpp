#include "PluginV3Capabilities.h"

namespace workbook::binding {

napi_type_tag const PluginV3Core::kTYPE_TAG = typeTag(9);

Napi::Function PluginV3Core::define(Napi::Env env) {
    return DefineClass(env, "PluginV3Core",
                       {InstanceMethod<&PluginV3Core::getPluginName>("getPluginName"),
                        InstanceMethod<&PluginV3Core::getPluginVersion>("getPluginVersion"),
                        InstanceMethod<&PluginV3Core::getPluginNamespace>("getPluginNamespace")});
}

Napi::Value PluginV3Core::getPluginName(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), live(info, "getPluginName").getPluginName(), origin("getPluginName"));
}

Napi::Value PluginV3Core::getPluginVersion(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), live(info, "getPluginVersion").getPluginVersion(),
                    origin("getPluginVersion"));
}

Napi::Value PluginV3Core::getPluginNamespace(Napi::CallbackInfo const& info) {
    return fromName(info.Env(), live(info, "getPluginNamespace").getPluginNamespace(),
                    origin("getPluginNamespace"));
}

} // namespace workbook::binding
