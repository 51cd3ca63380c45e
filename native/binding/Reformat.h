#pragma once

#include "AddonData.h"
#include "DeviceAddress.h"
#include "ReformatLayer.h"
#include "convert.h"

namespace workbook::binding {

//! `new Reformat(from, to)`: a reformat layer with its memory.
class Reformat final : public Napi::ObjectWrap<Reformat> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit Reformat(Napi::CallbackInfo const& info);

    //! Puts the copy on a stream. \throws Napi::Error `REFORMAT_MEMORY`, `OBJECT_DESTROYED`
    cudaError_t enqueue(Napi::Env env, cudaStream_t stream) {
        if (!mChecked || DeviceAllocation::freedCount() != mCheckedAt) {
            check(env);
        }
        return mLayer.enqueue(mFrom.pointer, mTo.pointer, stream);
    }

private:
    Napi::Value setInput(Napi::CallbackInfo const& info);
    Napi::Value setOutput(Napi::CallbackInfo const& info);
    Napi::Value setDescs(Napi::CallbackInfo const& info);
    Napi::Value enqueue(Napi::CallbackInfo const& info);

    void describe(Napi::CallbackInfo const& info, char const* method);
    void check(Napi::Env env);

    reformat::ReformatLayer mLayer;
    DeviceAddress mFrom;
    DeviceAddress mTo;
    bool mChecked{false};   //!< that the memory is live and large enough
    uint64_t mCheckedAt{0}; //!< DeviceAllocation::freedCount() then
};

Reformat& toReformat(Napi::Value value, Where const& where);

} // namespace workbook::binding
