#pragma once

#include "NvInferRuntime.h"

#include <deque>
#include <mutex>
#include <napi.h>
#include <string>
#include <thread>

namespace workbook::binding {

//! The ILogger behind setLogger(). A message of the environment's own thread calls the function at once; one
//! of another thread is queued and calls it when that thread's event loop comes round.
class JsLogger final : public nvinfer1::ILogger {
public:
    explicit JsLogger(Napi::Env env);

    //! \param log Empty: messages are dropped.
    void setFunction(Napi::Function log);
    //! The environment ends: nothing is called any more. The object stays, as another thread may be inside
    //! log().
    void close();

    void log(Severity severity, nvinfer1::AsciiChar const* message) noexcept override;

private:
    struct Message {
        Severity severity;
        std::string text;
    };

    void call(Message const& message) noexcept;
    void callQueued() noexcept;

    Napi::Env mEnv;
    std::thread::id const mThread;
    Napi::FunctionReference mFunction; //!< used on mThread only
    std::mutex mMutex;                 //!< guards what follows
    std::deque<Message> mQueue;
    Napi::ThreadSafeFunction mWakeUp;
    bool mClosed{false};
};

//! `setLogger(log | null)`
Napi::Value setLogger(Napi::CallbackInfo const& info);

} // namespace workbook::binding
