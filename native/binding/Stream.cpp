#include "Stream.h"

namespace workbook::binding {

napi_type_tag const Stream::kTYPE_TAG = typeTag(4);

Napi::Function Stream::define(Napi::Env env) {
    return DefineClass(
        env, "Stream",
        {InstanceMethod<&Stream::synchronize>("synchronize"), InstanceMethod<&Stream::destroy>("destroy")});
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

void Stream::keepAlive(Napi::Object memory) { mInUse.push_back(Napi::Persistent(memory)); }

Napi::Value Stream::synchronize(Napi::CallbackInfo const& info) {
    cudaError_t const status = cudaStreamSynchronize(handle(info.Env(), "synchronize"));
    mInUse.clear();
    checkCuda(info.Env(), status, "cudaStreamSynchronize");
    return info.Env().Undefined();
}

Napi::Value Stream::destroy(Napi::CallbackInfo const& info) {
    if (!mDestroyed) {
        mDestroyed = true;
        cudaStreamSynchronize(mStream); // copies that still use memory of ours
        mInUse.clear();
        checkCuda(info.Env(), cudaStreamDestroy(mStream), "cudaStreamDestroy");
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
