#include "Trace.h"

#include "EventLog.h"
#include "convert.h"

#include <cstring>
#include <system_error>

namespace workbook::binding {
namespace {

using trace::EventLog;

Napi::Value reset(Napi::CallbackInfo const& info) {
    Where const where("reset");
    std::string const path = info[0].IsUndefined() ? "" : toText(info[0], Where(where, "path"));
    try {
        EventLog::instance().reset(path);
    } catch (std::system_error const& failure) {
        throwError(info.Env(), "TRACE_FILE_UNWRITABLE",
                   std::string("Cannot write the trace: ") + failure.what());
    }
    return info.Env().Undefined();
}

Napi::Value setEnabled(Napi::CallbackInfo const& info) {
    if (!info[0].IsBoolean()) {
        throwArgument(Where(Where("setEnabled"), "enabled"), "a boolean", info[0]);
    }
    EventLog::instance().setEnabled(info[0].As<Napi::Boolean>().Value());
    return info.Env().Undefined();
}

Napi::Value setPhase(Napi::CallbackInfo const& info) {
    Where const where("setPhase");
    EventLog::instance().setPhase(toText(info[0], Where(where, "phase")));
    return info.Env().Undefined();
}

Napi::Value length(Napi::CallbackInfo const& info) {
    return fromSize(info.Env(), EventLog::instance().size());
}

Napi::Value read(Napi::CallbackInfo const& info) {
    Where const where("read");
    auto const size = static_cast<int64_t>(EventLog::instance().size());
    int64_t const offset = toInteger(info[0], Where(where, "offset"), 0, size);
    auto const count = static_cast<size_t>(size - offset);
    Napi::Uint8Array bytes = Napi::Uint8Array::New(info.Env(), count);
    if (count > 0) {
        std::memcpy(bytes.Data(), EventLog::instance().data() + offset, count);
    }
    return bytes;
}

Napi::Value append(Napi::CallbackInfo const& info) {
    Where const where("append");
    Bytes const payload = toBytes(info[0], Where(where, "payload"));
    EventLog::instance().append(payload.data, payload.size);
    return info.Env().Undefined();
}

Napi::Value nextSequence(Napi::CallbackInfo const& info) {
    return fromInteger(info.Env(), static_cast<int64_t>(EventLog::instance().nextSequence()));
}

} // namespace

Napi::Object newTrace(Napi::Env env) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("reset", Napi::Function::New<reset>(env, "reset"));
    object.Set("setEnabled", Napi::Function::New<setEnabled>(env, "setEnabled"));
    object.Set("setPhase", Napi::Function::New<setPhase>(env, "setPhase"));
    object.Set("read", Napi::Function::New<read>(env, "read"));
    object.Set("append", Napi::Function::New<append>(env, "append"));
    object.Set("nextSequence", Napi::Function::New<nextSequence>(env, "nextSequence"));
    object.DefineProperty(Napi::PropertyDescriptor::Accessor<length>("length", napi_enumerable));
    return object;
}

} // namespace workbook::binding
