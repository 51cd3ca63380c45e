#pragma once

#include "AddonData.h"
#include "DeviceAddress.h"
#include "convert.h"

#include <string>
#include <vector>

namespace workbook::binding {

//! `new Invocation(inputs, outputs)`: the arguments of enqueue() in native memory, so that a call converts
//! nothing.
class Invocation final : public Napi::ObjectWrap<Invocation> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit Invocation(Napi::CallbackInfo const& info);

    //! Checks that no address is of a freed buffer. \throws Napi::Error `OBJECT_DESTROYED`
    void checkLive(Napi::Env env) const;
    //! The first address of a freed buffer, as "input 0", "output 2" or "the workspace"; empty where none is.
    std::string freedAddress() const;

    nvinfer1::PluginTensorDesc const* inputDescs() const { return mInputs.descs.data(); }
    nvinfer1::PluginTensorDesc const* outputDescs() const { return mOutputs.descs.data(); }
    void const* const* inputs() const { return mInputs.pointers.data(); }
    void* const* outputs() const { return mOutputs.pointers.data(); }
    void* workspace() const { return mWorkspace.pointer; }

private:
    //! Tensors of one side, index by index. `descs` and `pointers` have one element more than tensors: an
    //! array pointer is never null.
    struct Tensors {
        std::vector<nvinfer1::PluginTensorDesc> descs;
        std::vector<void*> pointers;
        std::vector<DeviceAddress> addresses;

        explicit Tensors(std::vector<nvinfer1::PluginTensorDesc> given);
        size_t count() const { return addresses.size(); }
        std::string freedAddress(char const* side) const;
        void setDesc(Napi::CallbackInfo const& info, char const* method);
        void setAddress(Napi::CallbackInfo const& info, char const* method);
    };

    Napi::Value setInputDesc(Napi::CallbackInfo const& info);
    Napi::Value setOutputDesc(Napi::CallbackInfo const& info);
    Napi::Value setInputAddress(Napi::CallbackInfo const& info);
    Napi::Value setOutputAddress(Napi::CallbackInfo const& info);
    Napi::Value setWorkspace(Napi::CallbackInfo const& info);

    Tensors mInputs;
    Tensors mOutputs;
    DeviceAddress mWorkspace;
};

Invocation& toInvocation(Napi::Value value, Where const& where);

} // namespace workbook::binding
