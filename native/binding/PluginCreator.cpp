#include "PluginCreator.h"

#include "PluginFields.h"
#include "PluginV2.h"
#include "PluginV3.h"

namespace workbook::binding {
namespace {

//! Zeros behind the bytes given to deserializePlugin(): a plugin that reads too far reads them, not foreign
//! memory.
constexpr size_t kSERIALIZED_PADDING = 4096;

} // namespace

napi_type_tag const PluginCreator::kTYPE_TAG = typeTag(6);

Napi::Function PluginCreator::define(Napi::Env env) {
    return DefineClass(env, "PluginCreator",
                       {InstanceMethod<&PluginCreator::getInterfaceInfo>("getInterfaceInfo"),
                        InstanceMethod<&PluginCreator::getPluginName>("getPluginName"),
                        InstanceMethod<&PluginCreator::getPluginVersion>("getPluginVersion"),
                        InstanceMethod<&PluginCreator::getPluginNamespace>("getPluginNamespace"),
                        InstanceMethod<&PluginCreator::getFieldNames>("getFieldNames"),
                        InstanceMethod<&PluginCreator::createPlugin>("createPlugin"),
                        InstanceMethod<&PluginCreator::deserializePlugin>("deserializePlugin")});
}

Napi::Value PluginCreator::wrap(Napi::Env env, CreatorEntry* entry) {
    if (entry == nullptr) {
        return env.Null();
    }
    Napi::ObjectReference& cached = AddonData::of(env).creators[entry];
    if (cached.IsEmpty()) {
        cached = Napi::Persistent(construct(env, AddonData::of(env).pluginCreator, entry));
    }
    return cached.Value();
}

PluginCreator::PluginCreator(Napi::CallbackInfo const& info)
    : ObjectWrap(info), mEntry(takePending<CreatorEntry*>(info)) {
    Napi::Object const self = info.This().As<Napi::Object>();
    self.TypeTag(&kTYPE_TAG);
    defineConstant(self, "id", Napi::String::New(info.Env(), mEntry->identity().id()));
    defineConstant(self, "className", Napi::String::New(info.Env(), mEntry->identity().className()));
}

void PluginCreator::checkRegistered(Napi::Env env, char const* method) const {
    if (!mEntry->registered) {
        throwError(env, "OBJECT_DESTROYED",
                   std::string("Cannot call ") + method + ": " + mEntry->identity().id() + " " +
                       mEntry->identity().className() + " is no longer registered");
    }
}

Origin PluginCreator::origin(char const* method) const {
    return {mEntry->identity().id(), mEntry->identity().className(), method};
}

Napi::Value PluginCreator::getInterfaceInfo(Napi::CallbackInfo const& info) {
    auto const interface =
        withCreator(info, "getInterfaceInfo", [](auto& creator) { return creator.getInterfaceInfo(); });
    return fromInterfaceInfo(info.Env(), interface);
}

Napi::Value PluginCreator::getPluginName(Napi::CallbackInfo const& info) {
    auto const* const name =
        withCreator(info, "getPluginName", [](auto& creator) { return creator.getPluginName(); });
    return fromName(info.Env(), name, origin("getPluginName"));
}

Napi::Value PluginCreator::getPluginVersion(Napi::CallbackInfo const& info) {
    auto const* const version =
        withCreator(info, "getPluginVersion", [](auto& creator) { return creator.getPluginVersion(); });
    return fromName(info.Env(), version, origin("getPluginVersion"));
}

Napi::Value PluginCreator::getPluginNamespace(Napi::CallbackInfo const& info) {
    auto const* const nameSpace =
        withCreator(info, "getPluginNamespace", [](auto& creator) { return creator.getPluginNamespace(); });
    return fromName(info.Env(), nameSpace, origin("getPluginNamespace"));
}

Napi::Value PluginCreator::getFieldNames(Napi::CallbackInfo const& info) {
    auto const* const fields =
        withCreator(info, "getFieldNames", [](auto& creator) { return creator.getFieldNames(); });
    return fromPluginFields(info.Env(), fields, origin("getFieldNames"));
}

Napi::Value PluginCreator::createPlugin(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("createPlugin");
    std::string const name = toText(info[0], Where(where, "name"));
    PluginFields const fields(info[1], Where(where, "fields"));
    if (mEntry->v1 != nullptr) {
        checkRegistered(env, "createPlugin");
        return PluginV2::wrap(env, mEntry->v1->createPlugin(name.c_str(), fields.collection()),
                              origin("createPlugin"));
    }
    nvinfer1::TensorRTPhase const phase = toPhase(info[2], Where(where, "phase"));
    checkRegistered(env, "createPlugin");
    return PluginV3::wrap(env, mEntry->v3One->createPlugin(name.c_str(), fields.collection(), phase));
}

Napi::Value PluginCreator::deserializePlugin(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    checkRegistered(env, "deserializePlugin");
    if (mEntry->v1 == nullptr) {
        throwError(env, "INTERFACE_MISSING",
                   "Cannot call deserializePlugin: " + mEntry->identity().id() + " " +
                       mEntry->identity().className() + " is an IPluginCreatorV3One, IPluginCreator has it");
    }
    Where const where("deserializePlugin");
    std::string const name = toText(info[0], Where(where, "name"));
    Bytes const bytes = toBytes(info[1], Where(where, "data"));
    std::vector<uint8_t> copy(bytes.size + kSERIALIZED_PADDING, uint8_t{0});
    std::copy_n(bytes.data, bytes.size, copy.begin());
    return PluginV2::wrap(env, mEntry->v1->deserializePlugin(name.c_str(), copy.data(), bytes.size),
                          origin("deserializePlugin"));
}

} // namespace workbook::binding
