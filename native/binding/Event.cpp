#include "Event.h"

#include "Stream.h"

namespace workbook::binding {

napi_type_tag const Event::kTYPE_TAG = typeTag(12);

Napi::Function Event::define(Napi::Env env) {
    return DefineClass(
        env, "Event",
        {InstanceMethod<&Event::record>("record"), InstanceMethod<&Event::synchronize>("synchronize"),
         InstanceMethod<&Event::elapsedMs>("elapsedMs"), InstanceMethod<&Event::destroy>("destroy")});
}

Event::Event(Napi::CallbackInfo const& info) : ObjectWrap(info) {
    checkCuda(info.Env(), cudaEventCreate(&mEvent), "cudaEventCreate");
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

Event::~Event() {
    if (mEvent != nullptr) {
        cudaEventDestroy(mEvent);
    }
}

cudaEvent_t Event::handle(Napi::Env env, char const* method) const {
    if (mEvent == nullptr) {
        throwError(env, "OBJECT_DESTROYED",
                   std::string("Cannot call ") + method + ": the event has been destroyed");
    }
    return mEvent;
}

Napi::Value Event::record(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("record");
    cudaEvent_t const event = handle(env, "record");
    cudaStream_t const stream = toStream(info[0], Where(where, "stream")).handle(env, "record");
    checkCuda(env, cudaEventRecord(event, stream), "cudaEventRecord");
    return env.Undefined();
}

Napi::Value Event::synchronize(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    checkCuda(env, cudaEventSynchronize(handle(env, "synchronize")), "cudaEventSynchronize");
    return env.Undefined();
}

Napi::Value Event::elapsedMs(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("elapsedMs");
    cudaEvent_t const end = handle(env, "elapsedMs");
    cudaEvent_t const start = toEvent(info[0], Where(where, "start")).handle(env, "elapsedMs");
    float ms = 0;
    checkCuda(env, cudaEventElapsedTime(&ms, start, end), "cudaEventElapsedTime");
    return Napi::Number::New(env, ms);
}

Napi::Value Event::destroy(Napi::CallbackInfo const& info) {
    cudaEvent_t const event = mEvent;
    mEvent = nullptr;
    if (event != nullptr) {
        checkCuda(info.Env(), cudaEventDestroy(event), "cudaEventDestroy");
    }
    return info.Env().Undefined();
}

Event& toEvent(Napi::Value value, Where const& where) {
    auto* const event = unwrapIf<Event>(value);
    if (event == nullptr) {
        throwArgument(where, "an Event", value);
    }
    return *event;
}

} // namespace workbook::binding
