#pragma once

#include "PluginV3.h"

namespace workbook::binding {

//! What construct() hands to a capability object.
template <class Interface> struct CapabilityInit {
    PluginV3Handle handle;
    Interface* interface;
};

//! What the capability objects share: they live as long as JavaScript holds them, and throw once the plugin
//! is destroyed.
template <class Derived, class Interface> class Capability : public Napi::ObjectWrap<Derived> {
public:
    //! \throws Napi::Error `OBJECT_DESTROYED`
    Interface& live(Napi::CallbackInfo const& info, char const* method) const {
        mInit.handle->live(info.Env(), method);
        return *mInit.interface;
    }
    PluginV3Handle const& handle() const { return mInit.handle; }

protected:
    explicit Capability(Napi::CallbackInfo const& info)
        : Napi::ObjectWrap<Derived>(info), mInit(takePending<CapabilityInit<Interface>>(info)) {
        Napi::Object const self = info.This().As<Napi::Object>();
        self.TypeTag(&Derived::kTYPE_TAG);
        defineConstant(self, "id", Napi::String::New(info.Env(), mInit.handle->id));
        defineConstant(self, "className", Napi::String::New(info.Env(), mInit.handle->className));
    }

    Origin origin(char const* method) const { return mInit.handle->origin(method); }

private:
    CapabilityInit<Interface> mInit;
};

class PluginV3Core final : public Capability<PluginV3Core, nvinfer1::IPluginV3OneCore> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);
    explicit PluginV3Core(Napi::CallbackInfo const& info) : Capability(info) {}

private:
    Napi::Value getPluginName(Napi::CallbackInfo const& info);
    Napi::Value getPluginVersion(Napi::CallbackInfo const& info);
    Napi::Value getPluginNamespace(Napi::CallbackInfo const& info);
};

class PluginV3Build final : public Capability<PluginV3Build, nvinfer1::IPluginV3OneBuild> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);
    explicit PluginV3Build(Napi::CallbackInfo const& info) : Capability(info) {}

private:
    Napi::Value getInterfaceInfo(Napi::CallbackInfo const& info);
    Napi::Value configurePlugin(Napi::CallbackInfo const& info);
    Napi::Value getNbOutputs(Napi::CallbackInfo const& info);
    Napi::Value getOutputDataTypes(Napi::CallbackInfo const& info);
    Napi::Value getOutputShapes(Napi::CallbackInfo const& info);
    Napi::Value supportsFormatCombination(Napi::CallbackInfo const& info);
    Napi::Value getWorkspaceSize(Napi::CallbackInfo const& info);
    Napi::Value getNbTactics(Napi::CallbackInfo const& info);
    Napi::Value getValidTactics(Napi::CallbackInfo const& info);
    Napi::Value getTimingCacheID(Napi::CallbackInfo const& info);
    Napi::Value getFormatCombinationLimit(Napi::CallbackInfo const& info);
    Napi::Value getMetadataString(Napi::CallbackInfo const& info);
    Napi::Value getAliasedInput(Napi::CallbackInfo const& info);
};

class PluginV3Runtime final : public Capability<PluginV3Runtime, nvinfer1::IPluginV3OneRuntime> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);
    explicit PluginV3Runtime(Napi::CallbackInfo const& info) : Capability(info) {}

private:
    Napi::Value onShapeChange(Napi::CallbackInfo const& info);
    Napi::Value setTactic(Napi::CallbackInfo const& info);
    Napi::Value enqueue(Napi::CallbackInfo const& info);
    Napi::Value attachToContext(Napi::CallbackInfo const& info);
    Napi::Value getFieldsToSerialize(Napi::CallbackInfo const& info);
};

} // namespace workbook::binding
