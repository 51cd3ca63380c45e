#include "JsLogger.h"

#include "AddonData.h"
#include "EnumNames.h"
#include "LoggerHub.h"

namespace workbook::binding {

JsLogger::JsLogger(Napi::Env env) : mEnv(env), mThread(std::this_thread::get_id()) {
    auto const nothing = [](Napi::CallbackInfo const&) {};
    mWakeUp = Napi::ThreadSafeFunction::New(env, Napi::Function::New(env, nothing), "workbook logger", 0, 1);
    mWakeUp.Unref(env); // does not keep the process running
}

void JsLogger::setFunction(Napi::Function log) {
    if (log.IsEmpty()) {
        mFunction.Reset();
    } else {
        mFunction = Napi::Persistent(log);
    }
}

void JsLogger::close() {
    std::lock_guard<std::mutex> const lock(mMutex);
    mClosed = true;
    mFunction.Reset();
    mWakeUp.Abort();
}

void JsLogger::log(Severity severity, nvinfer1::AsciiChar const* message) noexcept {
    if (message == nullptr) {
        return;
    }
    if (std::this_thread::get_id() == mThread) {
        callQueued(); // in order
        call({severity, message});
        return;
    }
    std::lock_guard<std::mutex> const lock(mMutex);
    if (!mClosed) {
        mQueue.push_back({severity, message});
        mWakeUp.NonBlockingCall([this](Napi::Env, Napi::Function) { callQueued(); });
    }
}

void JsLogger::callQueued() noexcept {
    for (;;) {
        Message message;
        {
            std::lock_guard<std::mutex> const lock(mMutex);
            if (mQueue.empty()) {
                return;
            }
            message = std::move(mQueue.front());
            mQueue.pop_front();
        }
        call(message);
    }
}

void JsLogger::call(Message const& message) noexcept {
    if (mFunction.IsEmpty()) {
        return;
    }
    try {
        Napi::HandleScope const scope(mEnv);
        auto const severity = static_cast<size_t>(message.severity);
        char const* const name =
            severity < std::size(kSEVERITY_NAMES) ? kSEVERITY_NAMES[severity] : "kVERBOSE";
        mFunction.Call({Napi::String::New(mEnv, name), Napi::String::New(mEnv, message.text)});
    } catch (Napi::Error const&) {
        // The caller is a plugin or the registry, which cannot pass a JavaScript exception on.
    }
}

Napi::Value setLogger(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    if (!info[0].IsNull() && !info[0].IsFunction()) {
        throwArgument(Where(Where("setLogger"), "log"), "a function or null", info[0]);
    }
    AddonData& data = AddonData::of(env);
    if (info[0].IsNull()) {
        if (data.logger != nullptr) {
            LoggerHub::instance().remove(*data.logger);
        }
        return env.Undefined();
    }
    if (data.logger == nullptr) {
        data.logger = new JsLogger(env);
    }
    data.logger->setFunction(info[0].As<Napi::Function>());
    LoggerHub::instance().add(*data.logger);
    return env.Undefined();
}

} // namespace workbook::binding
