#pragma once

#include "AddonData.h"
#include "DeviceAllocation.h"
#include "convert.h"

#include <memory>

namespace workbook::binding {

//! Device memory that a call may use.
struct DeviceRange {
    uint8_t* pointer;
    size_t size;
};

//! `new DeviceBuffer(byteLength)`: opaque device memory, with copies. Freed by free(); the garbage collector
//! is the net. view() makes one that is a part of another.
class DeviceBuffer final : public Napi::ObjectWrap<DeviceBuffer> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit DeviceBuffer(Napi::CallbackInfo const& info);
    void Finalize(Napi::Env env) override;

    std::shared_ptr<DeviceAllocation> const& allocation() const { return mAllocation; }

    //! \throws Napi::Error `OBJECT_DESTROYED` naming `method`.
    DeviceRange live(Napi::Env env, char const* method) const;

private:
    //! What view() hands to the constructor.
    struct View {
        std::shared_ptr<DeviceAllocation> allocation;
        size_t offset;
        size_t size;
    };

    Napi::Value copyFrom(Napi::CallbackInfo const& info);
    Napi::Value copyTo(Napi::CallbackInfo const& info);
    Napi::Value copyFromDevice(Napi::CallbackInfo const& info);
    Napi::Value fill(Napi::CallbackInfo const& info);
    Napi::Value fillGuard(Napi::CallbackInfo const& info);
    Napi::Value guardIntact(Napi::CallbackInfo const& info);
    Napi::Value view(Napi::CallbackInfo const& info);
    Napi::Value free(Napi::CallbackInfo const& info);

    void copy(Napi::CallbackInfo const& info, char const* method, cudaMemcpyKind kind);
    void forgetExternalMemory(Napi::Env env);

    std::shared_ptr<DeviceAllocation> mAllocation;
    size_t mOffset{0};
    size_t mSize{0};
    bool mIsView{false};
    bool mViewFreed{false};
    int64_t mExternalBytes{0}; //!< told to the garbage collector
};

DeviceBuffer& toDeviceBuffer(Napi::Value value, Where const& where);

} // namespace workbook::binding
