#pragma once

#include "Errors.h"

#include <napi.h>
#include <unordered_map>

namespace workbook::binding {

struct CreatorEntry;
class JsLogger;

//! What belongs to one environment (the main thread, or a worker): constructors and cached objects. No
//! statics, so that the addon works in several environments of one process.
struct AddonData {
    static AddonData& of(Napi::Env env) { return *env.GetInstanceData<AddonData>(); }
    ~AddonData();

    Napi::FunctionReference pluginCreator;
    Napi::FunctionReference pluginV2;
    Napi::FunctionReference pluginV3;
    Napi::FunctionReference pluginV3Core;
    Napi::FunctionReference pluginV3Build;
    Napi::FunctionReference pluginV3Runtime;
    Napi::FunctionReference dimensionExpr;
    Napi::FunctionReference deviceBuffer;
    Napi::FunctionReference graph;
    Napi::FunctionReference graphExec;

    std::unordered_map<CreatorEntry*, Napi::ObjectReference>
        creators;              //!< so that repeated calls give the same objects
    JsLogger* logger{nullptr}; //!< made at the first setLogger()

    void* pending{nullptr}; //!< see construct()
};

//! Makes an object of a class that JavaScript cannot construct; the class's constructor takes `init` by
//! takePending().
template <class Init>
Napi::Object construct(Napi::Env env, Napi::FunctionReference const& constructor, Init& init) {
    AddonData& data = AddonData::of(env);
    data.pending = &init;
    Napi::Object const object = constructor.New({});
    data.pending = nullptr;
    return object;
}

//! What construct() handed over, or nullptr where JavaScript called the constructor.
template <class Init> Init* takePendingIf(Napi::CallbackInfo const& info) {
    AddonData& data = AddonData::of(info.Env());
    void* const pending = data.pending;
    data.pending = nullptr;
    return static_cast<Init*>(pending);
}

//! \throws Napi::Error (`CONSTRUCTOR_INTERNAL`) where JavaScript called the constructor.
template <class Init> Init& takePending(Napi::CallbackInfo const& info) {
    auto* const pending = takePendingIf<Init>(info);
    if (pending == nullptr) {
        throwTypeError(info.Env(), "CONSTRUCTOR_INTERNAL",
                       "Cannot construct: the native side makes these objects");
    }
    return *pending;
}

//! The native object behind a JavaScript value, where it is of class T. T has `static napi_type_tag const
//! kTYPE_TAG`.
template <class T> T* unwrapIf(Napi::Value value) {
    if (!value.IsObject()) {
        return nullptr;
    }
    Napi::Object const object = value.As<Napi::Object>();
    return object.CheckTypeTag(&T::kTYPE_TAG) ? T::Unwrap(object) : nullptr;
}

//! Defines a property of the object itself. Not an accessor of the class: Node-API does not check an
//! accessor's receiver.
inline void defineConstant(Napi::Object object, char const* name, Napi::Value value) {
    object.DefineProperty(Napi::PropertyDescriptor::Value(name, value, napi_enumerable));
}

//! Every class has a number of its own, so that unwrapIf() never takes one object for another.
constexpr napi_type_tag typeTag(uint64_t number) { return {0x776f726b626f6f6bULL, number}; }

} // namespace workbook::binding
