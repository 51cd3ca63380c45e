#include "DeviceBuffer.h"

#include "Stream.h"

#include <cstdio>

namespace workbook::binding {
namespace {

constexpr int64_t kMOST_DEVICE_BYTES = int64_t{1} << 40;

std::string hexadecimal(void const* pointer) {
    char text[24];
    std::snprintf(text, sizeof(text), "%p", pointer);
    return text;
}

} // namespace

DeviceAllocation::DeviceAllocation(Napi::Env env, size_t size) : mSize(size) {
    cudaError_t const status = cudaMalloc(&mPointer, size);
    mFreed = status != cudaSuccess;
    checkCuda(env, status, "cudaMalloc");
}

cudaError_t DeviceAllocation::free() noexcept {
    if (mFreed) {
        return cudaSuccess;
    }
    mFreed = true;
    return cudaFree(mPointer);
}

napi_type_tag const DeviceBuffer::kTYPE_TAG = typeTag(3);

Napi::Function DeviceBuffer::define(Napi::Env env) {
    return DefineClass(
        env, "DeviceBuffer",
        {InstanceMethod<&DeviceBuffer::copyFrom>("copyFrom"), InstanceMethod<&DeviceBuffer::copyTo>("copyTo"),
         InstanceMethod<&DeviceBuffer::fill>("fill"), InstanceMethod<&DeviceBuffer::free>("free")});
}

DeviceBuffer::DeviceBuffer(Napi::CallbackInfo const& info) : ObjectWrap(info) {
    Where const where("DeviceBuffer");
    auto const size =
        static_cast<size_t>(toInteger(info[0], Where(where, "byteLength"), 0, kMOST_DEVICE_BYTES));
    mAllocation = std::make_shared<DeviceAllocation>(info.Env(), size);
    mExternalBytes = static_cast<int64_t>(size);
    Napi::MemoryManagement::AdjustExternalMemory(info.Env(), mExternalBytes);
    Napi::Object const self = info.This().As<Napi::Object>();
    self.TypeTag(&kTYPE_TAG);
    auto const address = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(mAllocation->pointer()));
    defineConstant(self, "byteLength", fromSize(info.Env(), size));
    defineConstant(self, "address", Napi::BigInt::New(info.Env(), address));
}

void DeviceBuffer::forgetExternalMemory(Napi::Env env) {
    Napi::MemoryManagement::AdjustExternalMemory(env, -mExternalBytes);
    mExternalBytes = 0;
}

void DeviceBuffer::Finalize(Napi::Env env) { forgetExternalMemory(env); }

DeviceAllocation& DeviceBuffer::live(Napi::Env env, char const* method) const {
    if (mAllocation->freed()) {
        throwError(env, "OBJECT_DESTROYED",
                   std::string("Cannot call ") + method + ": the device buffer has been freed");
    }
    return *mAllocation;
}

void DeviceBuffer::copy(Napi::CallbackInfo const& info, char const* method, cudaMemcpyKind kind) {
    Napi::Env const env = info.Env();
    bool const toDevice = kind == cudaMemcpyHostToDevice;
    Where const where(method);
    DeviceAllocation const& device = live(env, method);
    Bytes const host = toBytes(info[0], Where(where, toDevice ? "source" : "target"));
    auto const size = static_cast<int64_t>(device.size());
    int64_t const offset = info[1].IsUndefined() ? 0 : toInteger(info[1], Where(where, "offset"), 0, size);
    if (static_cast<int64_t>(host.size) > size - offset) {
        throwTypeError(env, "ARGUMENT_INVALID",
                       "Cannot call " + where.toString() + ": " + std::to_string(host.size) +
                           " bytes at offset " + std::to_string(offset) + " do not fit a device buffer of " +
                           std::to_string(size) + " bytes at " + hexadecimal(device.pointer()));
    }
    void* const at = static_cast<uint8_t*>(device.pointer()) + offset;
    void* const to = toDevice ? at : host.data;
    void const* const from = toDevice ? host.data : at;
    if (info[2].IsUndefined()) {
        checkCuda(env, cudaMemcpy(to, from, host.size, kind), "cudaMemcpy");
        return;
    }
    Stream& stream = toStream(info[2], Where(where, "stream"));
    checkCuda(env, cudaMemcpyAsync(to, from, host.size, kind, stream.handle(env, method)), "cudaMemcpyAsync");
    stream.keepAlive(info[0].As<Napi::Object>());
}

Napi::Value DeviceBuffer::copyFrom(Napi::CallbackInfo const& info) {
    copy(info, "copyFrom", cudaMemcpyHostToDevice);
    return info.Env().Undefined();
}

Napi::Value DeviceBuffer::copyTo(Napi::CallbackInfo const& info) {
    copy(info, "copyTo", cudaMemcpyDeviceToHost);
    return info.Env().Undefined();
}

Napi::Value DeviceBuffer::fill(Napi::CallbackInfo const& info) {
    Where const where("fill");
    DeviceAllocation const& device = live(info.Env(), "fill");
    auto const byte = static_cast<int>(toInteger(info[0], Where(where, "byteValue"), 0, 255));
    checkCuda(info.Env(), cudaMemset(device.pointer(), byte, device.size()), "cudaMemset");
    return info.Env().Undefined();
}

Napi::Value DeviceBuffer::free(Napi::CallbackInfo const& info) {
    forgetExternalMemory(info.Env());
    checkCuda(info.Env(), mAllocation->free(), "cudaFree");
    return info.Env().Undefined();
}

} // namespace workbook::binding
