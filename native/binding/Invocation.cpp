#include "Invocation.h"

namespace workbook::binding {
namespace {

struct Address {
    std::shared_ptr<DeviceAllocation> allocation;
    void* pointer{nullptr};
};

//! A DeviceBuffer (or null, which is a null pointer) and a byte offset into it.
Address toAddress(Napi::Value buffer, Napi::Value offset, Where const& where) {
    if (buffer.IsNull()) {
        return {};
    }
    auto* const device = unwrapIf<DeviceBuffer>(buffer);
    if (device == nullptr) {
        throwArgument(Where(where, "buffer"), "a DeviceBuffer or null", buffer);
    }
    std::shared_ptr<DeviceAllocation> const& allocation = device->allocation();
    if (allocation->freed()) {
        throwError(buffer.Env(), "OBJECT_DESTROYED",
                   "Cannot call " + where.toString() + ": the device buffer has been freed");
    }
    int64_t const bytes = offset.IsUndefined() ? 0
                                               : toInteger(offset, Where(where, "offset"), 0,
                                                           static_cast<int64_t>(allocation->size()));
    return {allocation, static_cast<uint8_t*>(allocation->pointer()) + bytes};
}

bool isLive(std::shared_ptr<DeviceAllocation> const& allocation) {
    return allocation == nullptr || !allocation->freed();
}

} // namespace

napi_type_tag const Invocation::kTYPE_TAG = typeTag(5);

Napi::Function Invocation::define(Napi::Env env) {
    return DefineClass(env, "Invocation",
                       {InstanceMethod<&Invocation::setInputDesc>("setInputDesc"),
                        InstanceMethod<&Invocation::setOutputDesc>("setOutputDesc"),
                        InstanceMethod<&Invocation::setInputAddress>("setInputAddress"),
                        InstanceMethod<&Invocation::setOutputAddress>("setOutputAddress"),
                        InstanceMethod<&Invocation::setWorkspace>("setWorkspace")});
}

Invocation::Tensors::Tensors(std::vector<nvinfer1::PluginTensorDesc> given)
    : descs(std::move(given)), pointers(descs.size() + 1, nullptr), allocations(descs.size()) {
    descs.emplace_back();
}

void Invocation::Tensors::setDesc(Napi::CallbackInfo const& info, char const* method) {
    Where const where(method);
    auto const index = toInteger(info[0], Where(where, "index"), 0, static_cast<int64_t>(count()) - 1);
    descs[static_cast<size_t>(index)] = toTensorDesc(info[1], Where(where, "desc"));
}

void Invocation::Tensors::setAddress(Napi::CallbackInfo const& info, char const* method) {
    Where const where(method);
    auto const index =
        static_cast<size_t>(toInteger(info[0], Where(where, "index"), 0, static_cast<int64_t>(count()) - 1));
    Address address = toAddress(info[1], info[2], where);
    pointers[index] = address.pointer;
    allocations[index] = std::move(address.allocation);
}

Invocation::Invocation(Napi::CallbackInfo const& info)
    : ObjectWrap(info), mInputs(toTensorDescs(info[0], Where(Where("Invocation"), "inputs"))),
      mOutputs(toTensorDescs(info[1], Where(Where("Invocation"), "outputs"))) {
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

void Invocation::checkLive(Napi::Env env) const {
    for (Tensors const* tensors : {&mInputs, &mOutputs}) {
        for (size_t i = 0; i < tensors->count(); ++i) {
            if (!isLive(tensors->allocations[i])) {
                throwError(env, "OBJECT_DESTROYED",
                           std::string("Cannot call enqueue: the device buffer of ") +
                               (tensors == &mInputs ? "input " : "output ") + std::to_string(i) +
                               " has been freed");
            }
        }
    }
    if (!isLive(mWorkspaceAllocation)) {
        throwError(env, "OBJECT_DESTROYED",
                   "Cannot call enqueue: the workspace's device buffer has been freed");
    }
}

Napi::Value Invocation::setInputDesc(Napi::CallbackInfo const& info) {
    mInputs.setDesc(info, "setInputDesc");
    return info.Env().Undefined();
}

Napi::Value Invocation::setOutputDesc(Napi::CallbackInfo const& info) {
    mOutputs.setDesc(info, "setOutputDesc");
    return info.Env().Undefined();
}

Napi::Value Invocation::setInputAddress(Napi::CallbackInfo const& info) {
    mInputs.setAddress(info, "setInputAddress");
    return info.Env().Undefined();
}

Napi::Value Invocation::setOutputAddress(Napi::CallbackInfo const& info) {
    mOutputs.setAddress(info, "setOutputAddress");
    return info.Env().Undefined();
}

Napi::Value Invocation::setWorkspace(Napi::CallbackInfo const& info) {
    Address address = toAddress(info[0], info[1], Where("setWorkspace"));
    mWorkspace = address.pointer;
    mWorkspaceAllocation = std::move(address.allocation);
    return info.Env().Undefined();
}

Invocation& toInvocation(Napi::Value value, Where const& where) {
    auto* const invocation = unwrapIf<Invocation>(value);
    if (invocation == nullptr) {
        throwArgument(where, "an Invocation", value);
    }
    return *invocation;
}

} // namespace workbook::binding
