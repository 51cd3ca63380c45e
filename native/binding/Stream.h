#pragma once

#include "AddonData.h"
#include "DeviceAllocation.h"
#include "LoadedLibraries.h"
#include "convert.h"

#include <memory>
#include <vector>

namespace workbook::binding {

//! `new Stream()`: a cudaStream_t. destroy() ends it; the garbage collector is the net.
class Stream final : public Napi::ObjectWrap<Stream> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit Stream(Napi::CallbackInfo const& info);
    ~Stream() override;

    //! \throws Napi::Error `OBJECT_DESTROYED` naming `method`.
    cudaStream_t handle(Napi::Env env, char const* method) const;

    //! \throws Napi::Error `OBJECT_DESTROYED` naming `method`.
    cudaStreamCaptureStatus captureStatus(Napi::Env env, char const* method) const;

    //! Keeps memory that an asynchronous copy uses until the stream is synchronised or destroyed.
    void keepAlive(Napi::Object memory);

private:
    Napi::Value synchronize(Napi::CallbackInfo const& info);
    Napi::Value beginCapture(Napi::CallbackInfo const& info);
    Napi::Value endCapture(Napi::CallbackInfo const& info);
    Napi::Value captureStatus(Napi::CallbackInfo const& info);
    Napi::Value waitEvent(Napi::CallbackInfo const& info);
    Napi::Value destroy(Napi::CallbackInfo const& info);

    cudaStream_t mStream{nullptr};
    bool mDestroyed{true};
    //! From beginCapture() to endCapture().
    struct Capture {
        CaptureInProgress inProgress;
        LoadedLibraries libraries; //!< whose kernels it may hold
    };

    std::unique_ptr<Capture> mCapture;
    std::vector<Napi::ObjectReference> mInUse;
};

Stream& toStream(Napi::Value value, Where const& where);

} // namespace workbook::binding
