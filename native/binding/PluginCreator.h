#pragma once

#include "AddonData.h"
#include "CreatorTable.h"
#include "convert.h"

namespace workbook::binding {

//! A registered plugin creator of either generation.
class PluginCreator final : public Napi::ObjectWrap<PluginCreator> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);
    //! The object of an entry, always the same one.
    static Napi::Value wrap(Napi::Env env, CreatorEntry* entry);

    explicit PluginCreator(Napi::CallbackInfo const& info);

private:
    Napi::Value getInterfaceInfo(Napi::CallbackInfo const& info);
    Napi::Value getPluginName(Napi::CallbackInfo const& info);
    Napi::Value getPluginVersion(Napi::CallbackInfo const& info);
    Napi::Value getPluginNamespace(Napi::CallbackInfo const& info);
    Napi::Value getFieldNames(Napi::CallbackInfo const& info);
    Napi::Value createPlugin(Napi::CallbackInfo const& info);
    Napi::Value deserializePlugin(Napi::CallbackInfo const& info);

    //! \throws Napi::Error `OBJECT_DESTROYED` where its library was deregistered.
    void checkRegistered(Napi::Env env, char const* method) const;
    Origin origin(char const* method) const;
    //! Calls `function` with the wrapper, of whichever kind.
    template <class Function>
    auto withCreator(Napi::CallbackInfo const& info, char const* method, Function&& function) {
        checkRegistered(info.Env(), method);
        return mEntry->v1 != nullptr ? function(*mEntry->v1) : function(*mEntry->v3One);
    }

    CreatorEntry* mEntry;
};

} // namespace workbook::binding
