#pragma once

#include "AddonData.h"
#include "convert.h"

#include <memory>

namespace workbook::binding {

//! A block of device memory. Shared by the DeviceBuffer that owns it and by invocations that hold its
//! address.
class DeviceAllocation {
public:
    //! \throws Napi::Error `CUDA_ERROR`
    DeviceAllocation(Napi::Env env, size_t size);
    ~DeviceAllocation() { free(); }
    DeviceAllocation(DeviceAllocation const&) = delete;
    DeviceAllocation& operator=(DeviceAllocation const&) = delete;

    //! cudaFree(); a second call does nothing.
    cudaError_t free() noexcept;

    bool freed() const { return mFreed; }
    void* pointer() const { return mPointer; }
    size_t size() const { return mSize; }

private:
    void* mPointer{nullptr};
    size_t mSize;
    bool mFreed{false};
};

//! `new DeviceBuffer(byteLength)`: opaque device memory, with copies. Freed by free(); the garbage collector
//! is the net.
class DeviceBuffer final : public Napi::ObjectWrap<DeviceBuffer> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit DeviceBuffer(Napi::CallbackInfo const& info);
    void Finalize(Napi::Env env) override;

    std::shared_ptr<DeviceAllocation> const& allocation() const { return mAllocation; }

private:
    Napi::Value copyFrom(Napi::CallbackInfo const& info);
    Napi::Value copyTo(Napi::CallbackInfo const& info);
    Napi::Value fill(Napi::CallbackInfo const& info);
    Napi::Value free(Napi::CallbackInfo const& info);

    void copy(Napi::CallbackInfo const& info, char const* method, cudaMemcpyKind kind);
    DeviceAllocation& live(Napi::Env env, char const* method) const;
    void forgetExternalMemory(Napi::Env env);

    std::shared_ptr<DeviceAllocation> mAllocation;
    int64_t mExternalBytes{0}; //!< told to the garbage collector
};

} // namespace workbook::binding
