#include "Stream.h"

#include "Event.h"
#include "Graph.h"

namespace workbook::binding {
namespace {

//! `cudaStreamCaptureMode` and `cudaStreamCaptureStatus`; the position is CUDA's number.
constexpr char const* kMODE_NAMES[] = {"kGLOBAL", "kTHREAD_LOCAL", "kRELAXED"};
constexpr char const* kSTATUS_NAMES[] = {"kNONE", "kACTIVE", "kINVALIDATED"};

cudaStreamCaptureMode toCaptureMode(Napi::Value value, Where const& where) {
    if (value.IsUndefined()) {
        return cudaStreamCaptureModeGlobal;
    }
    if (value.IsString()) {
        std::string const text = value.As<Napi::String>().Utf8Value();
        for (size_t i = 0; i < std::size(kMODE_NAMES); ++i) {
            if (text == kMODE_NAMES[i]) {
                return static_cast<cudaStreamCaptureMode>(i);
            }
        }
    }
    throwArgument(where, "the name of a capture mode such as \"kGLOBAL\"", value);
}

} // namespace

napi_type_tag const Stream::kTYPE_TAG = typeTag(4);

Napi::Function Stream::define(Napi::Env env) {
    return DefineClass(env, "Stream",
                       {InstanceMethod<&Stream::synchronize>("synchronize"),
                        InstanceMethod<&Stream::beginCapture>("beginCapture"),
                        InstanceMethod<&Stream::endCapture>("endCapture"),
                        InstanceMethod<&Stream::captureStatus>("captureStatus"),
                        InstanceMethod<&Stream::waitEvent>("waitEvent"),
                        InstanceMethod<&Stream::destroy>("destroy")});
}

Stream::Stream(Napi::CallbackInfo const& info) : ObjectWrap(info) {
    checkCuda(info.Env(), cudaStreamCreate(&mStream), "cudaStreamCreate");
    mDestroyed = false;
    Napi::Object const self = info.This().As<Napi::Object>();
    self.TypeTag(&kTYPE_TAG);
    auto const number = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(mStream));
    defineConstant(self, "handle", Napi::BigInt::New(info.Env(), number));
}

Stream::~Stream() {
    if (!mDestroyed) {
        cudaStreamDestroy(mStream);
    }
}

cudaStream_t Stream::handle(Napi::Env env, char const* method) const {
    if (mDestroyed) {
        throwError(env, "OBJECT_DESTROYED",
                   std::string("Cannot call ") + method + ": the stream has been destroyed");
    }
    return mStream;
}

cudaStreamCaptureStatus Stream::captureStatus(Napi::Env env, char const* method) const {
    cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    checkCuda(env, cudaStreamIsCapturing(handle(env, method), &status), "cudaStreamIsCapturing");
    return status;
}

void Stream::keepAlive(Napi::Object memory) { mInUse.push_back(Napi::Persistent(memory)); }

Napi::Value Stream::synchronize(Napi::CallbackInfo const& info) {
    cudaError_t const status = cudaStreamSynchronize(handle(info.Env(), "synchronize"));
    mInUse.clear();
    checkCuda(info.Env(), status, "cudaStreamSynchronize");
    return info.Env().Undefined();
}

Napi::Value Stream::beginCapture(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("beginCapture");
    cudaStream_t const stream = handle(env, "beginCapture");
    cudaStreamCaptureMode const mode = toCaptureMode(info[0], Where(where, "mode"));
    auto capture = std::make_unique<Capture>();
    checkCuda(env, cudaStreamBeginCapture(stream, mode), "cudaStreamBeginCapture");
    mCapture = std::move(capture);
    return env.Undefined();
}

Napi::Value Stream::endCapture(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    cudaStream_t const stream = handle(env, "endCapture");
    cudaGraph_t graph = nullptr;
    cudaError_t const status = cudaStreamEndCapture(stream, &graph);
    std::unique_ptr<Capture> ended;
    if (captureStatus(env, "endCapture") == cudaStreamCaptureStatusNone) {
        ended = std::move(mCapture);
    }
    checkCuda(env, status, "cudaStreamEndCapture");
    return Graph::wrap(env, graph);
}

Napi::Value Stream::captureStatus(Napi::CallbackInfo const& info) {
    return Napi::String::New(info.Env(), kSTATUS_NAMES[captureStatus(info.Env(), "captureStatus")]);
}

Napi::Value Stream::waitEvent(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("waitEvent");
    cudaStream_t const stream = handle(env, "waitEvent");
    cudaEvent_t const event = toEvent(info[0], Where(where, "event")).handle(env, "waitEvent");
    checkCuda(env, cudaStreamWaitEvent(stream, event, 0), "cudaStreamWaitEvent");
    return env.Undefined();
}

Napi::Value Stream::destroy(Napi::CallbackInfo const& info) {
    if (!mDestroyed) {
        mDestroyed = true;
        cudaStreamSynchronize(mStream); // copies that still use memory of ours
        mInUse.clear();
        cudaError_t const status = cudaStreamDestroy(mStream);
        mCapture.reset();
        checkCuda(info.Env(), status, "cudaStreamDestroy");
    }
    return info.Env().Undefined();
}

Stream& toStream(Napi::Value value, Where const& where) {
    auto* const stream = unwrapIf<Stream>(value);
    if (stream == nullptr) {
        throwArgument(where, "a Stream", value);
    }
    return *stream;
}

} // namespace workbook::binding
