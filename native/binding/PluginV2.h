#pragma once

#include "AddonData.h"
#include "TracedHandle.h"
#include "TracedPluginV2.h"

#include <memory>

namespace workbook::binding {

//! An IPluginV2DynamicExt for JavaScript: one method an API method, every call recorded.
class PluginV2 final : public Napi::ObjectWrap<PluginV2> {
public:
    using Handle = std::shared_ptr<TracedHandle<trace::TracedPluginV2>>;

    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);
    //! The object for what a creator or clone() returned: null for nullptr. \throws Napi::Error
    //! `PLUGIN_UNSUPPORTED` for a plugin that is not IPluginV2DynamicExt, which is destroyed.
    static Napi::Value wrap(Napi::Env env, nvinfer1::IPluginV2* plugin, Origin const& origin);

    explicit PluginV2(Napi::CallbackInfo const& info);

    Handle const& handle() const { return mHandle; }

private:
    Napi::Value getTensorRTVersion(Napi::CallbackInfo const& info);
    Napi::Value getPluginType(Napi::CallbackInfo const& info);
    Napi::Value getPluginVersion(Napi::CallbackInfo const& info);
    Napi::Value getPluginNamespace(Napi::CallbackInfo const& info);
    Napi::Value setPluginNamespace(Napi::CallbackInfo const& info);
    Napi::Value getNbOutputs(Napi::CallbackInfo const& info);
    Napi::Value getOutputDataType(Napi::CallbackInfo const& info);
    Napi::Value getOutputDimensions(Napi::CallbackInfo const& info);
    Napi::Value supportsFormatCombination(Napi::CallbackInfo const& info);
    Napi::Value configurePlugin(Napi::CallbackInfo const& info);
    Napi::Value getWorkspaceSize(Napi::CallbackInfo const& info);
    Napi::Value initialize(Napi::CallbackInfo const& info);
    Napi::Value terminate(Napi::CallbackInfo const& info);
    Napi::Value enqueue(Napi::CallbackInfo const& info);
    Napi::Value getSerializationSize(Napi::CallbackInfo const& info);
    Napi::Value serialize(Napi::CallbackInfo const& info);
    Napi::Value clone(Napi::CallbackInfo const& info);
    Napi::Value attachToContext(Napi::CallbackInfo const& info);
    Napi::Value detachFromContext(Napi::CallbackInfo const& info);
    Napi::Value destroy(Napi::CallbackInfo const& info);

    Handle mHandle;
};

} // namespace workbook::binding
