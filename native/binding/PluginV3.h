#pragma once

#include "AddonData.h"
#include "TracedHandle.h"
#include "TracedPluginV3.h"

#include <memory>

namespace workbook::binding {

using PluginV3Handle = std::shared_ptr<TracedHandle<trace::TracedPluginV3>>;

//! An IPluginV3 for JavaScript: every call recorded.
class PluginV3 final : public Napi::ObjectWrap<PluginV3> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);
    //! The object for what a creator, clone() or attachToContext() returned: null for nullptr.
    static Napi::Value wrap(Napi::Env env, nvinfer1::IPluginV3* plugin);

    explicit PluginV3(Napi::CallbackInfo const& info);
    PluginV3Handle const& handle() const { return mHandle; }

private:
    Napi::Value getCapabilityInterface(Napi::CallbackInfo const& info);
    Napi::Value clone(Napi::CallbackInfo const& info);
    Napi::Value destroy(Napi::CallbackInfo const& info);

    PluginV3Handle mHandle;
    Napi::ObjectReference mCapabilities[3]; //!< by PluginCapabilityType, made at first use
};

} // namespace workbook::binding
