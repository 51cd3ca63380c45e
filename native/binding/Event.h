#pragma once

#include "AddonData.h"
#include "convert.h"

namespace workbook::binding {

//! `new Event()`: a cudaEvent_t. destroy() ends it; the garbage collector is the net.
class Event final : public Napi::ObjectWrap<Event> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit Event(Napi::CallbackInfo const& info);
    ~Event() override;

    //! \throws Napi::Error `OBJECT_DESTROYED` naming `method`.
    cudaEvent_t handle(Napi::Env env, char const* method) const;

private:
    Napi::Value record(Napi::CallbackInfo const& info);
    Napi::Value synchronize(Napi::CallbackInfo const& info);
    Napi::Value elapsedMs(Napi::CallbackInfo const& info);
    Napi::Value destroy(Napi::CallbackInfo const& info);

    cudaEvent_t mEvent{nullptr}; //!< null once destroyed
};

Event& toEvent(Napi::Value value, Where const& where);

} // namespace workbook::binding
