#include "DeviceBuffer.h"

#include "GuardPattern.h"
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

int64_t toOffset(Napi::Value value, Where const& where, DeviceRange const& range) {
    return value.IsUndefined() ? 0 : toInteger(value, where, 0, static_cast<int64_t>(range.size));
}

//! `byteLength` bytes at `offset` of a buffer, both as JavaScript gave them. \param optional Whether
//! undefined means from the start on, and all that follows.
DeviceRange toPart(Napi::Value offset, Napi::Value length, Where const& where, DeviceRange const& range,
                   bool optional) {
    auto const given = [&](Napi::Value value, char const* name, size_t most, size_t otherwise) {
        return optional && value.IsUndefined()
                   ? otherwise
                   : static_cast<size_t>(toInteger(value, Where(where, name), 0, static_cast<int64_t>(most)));
    };
    size_t const begin = given(offset, "offset", range.size, 0);
    size_t const left = range.size - begin;
    return {range.pointer + begin, given(length, "byteLength", left, left)};
}

} // namespace

napi_type_tag const DeviceBuffer::kTYPE_TAG = typeTag(3);

Napi::Function DeviceBuffer::define(Napi::Env env) {
    return DefineClass(
        env, "DeviceBuffer",
        {InstanceMethod<&DeviceBuffer::copyFrom>("copyFrom"), InstanceMethod<&DeviceBuffer::copyTo>("copyTo"),
         InstanceMethod<&DeviceBuffer::copyFromDevice>("copyFromDevice"),
         InstanceMethod<&DeviceBuffer::fill>("fill"), InstanceMethod<&DeviceBuffer::fillGuard>("fillGuard"),
         InstanceMethod<&DeviceBuffer::guardIntact>("guardIntact"),
         InstanceMethod<&DeviceBuffer::view>("view"), InstanceMethod<&DeviceBuffer::free>("free")});
}

DeviceBuffer::DeviceBuffer(Napi::CallbackInfo const& info) : ObjectWrap(info) {
    Napi::Env const env = info.Env();
    if (auto* const view = takePendingIf<View>(info)) {
        mAllocation = view->allocation;
        mOffset = view->offset;
        mSize = view->size;
        mIsView = true;
    } else {
        Where const where("DeviceBuffer");
        mSize = static_cast<size_t>(toInteger(info[0], Where(where, "byteLength"), 0, kMOST_DEVICE_BYTES));
        mAllocation = std::make_shared<DeviceAllocation>(env, mSize);
        mExternalBytes = static_cast<int64_t>(mSize);
        Napi::MemoryManagement::AdjustExternalMemory(env, mExternalBytes);
    }
    Napi::Object const self = info.This().As<Napi::Object>();
    self.TypeTag(&kTYPE_TAG);
    auto const address = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(mAllocation->pointer()) + mOffset);
    defineConstant(self, "byteLength", fromSize(env, mSize));
    defineConstant(self, "address", Napi::BigInt::New(env, address));
}

void DeviceBuffer::forgetExternalMemory(Napi::Env env) {
    Napi::MemoryManagement::AdjustExternalMemory(env, -mExternalBytes);
    mExternalBytes = 0;
}

void DeviceBuffer::Finalize(Napi::Env env) { forgetExternalMemory(env); }

DeviceRange DeviceBuffer::live(Napi::Env env, char const* method) const {
    if (mViewFreed || mAllocation->freed()) {
        throwError(env, "OBJECT_DESTROYED",
                   std::string("Cannot call ") + method + ": the device buffer has been freed");
    }
    return {mAllocation->pointer() + mOffset, mSize};
}

void DeviceBuffer::copy(Napi::CallbackInfo const& info, char const* method, cudaMemcpyKind kind) {
    Napi::Env const env = info.Env();
    bool const toDevice = kind == cudaMemcpyHostToDevice;
    Where const where(method);
    DeviceRange const device = live(env, method);
    Bytes const host = toBytes(info[0], Where(where, toDevice ? "source" : "target"));
    int64_t const offset = toOffset(info[1], Where(where, "offset"), device);
    if (host.size > device.size - static_cast<size_t>(offset)) {
        throwTypeError(env, "ARGUMENT_INVALID",
                       "Cannot call " + where.toString() + ": " + std::to_string(host.size) +
                           " bytes at offset " + std::to_string(offset) + " do not fit a device buffer of " +
                           std::to_string(device.size) + " bytes at " + hexadecimal(device.pointer));
    }
    void* const at = device.pointer + offset;
    void* const to = toDevice ? at : host.data;
    void const* const from = toDevice ? host.data : at;
    if (info[2].IsUndefined()) {
        checkCuda(env, cudaMemcpy(to, from, host.size, kind), "cudaMemcpy");
        return;
    }
    Stream& stream = toStream(info[2], Where(where, "stream"));
    if (stream.captureStatus(env, method) != cudaStreamCaptureStatusNone) {
        throwError(env, "CAPTURE_HOST_MEMORY",
                   std::string("Cannot call ") + method +
                       ": the stream is being captured, and a graph cannot keep memory of JavaScript's");
    }
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

Napi::Value DeviceBuffer::copyFromDevice(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("copyFromDevice");
    DeviceRange const whole = live(env, "copyFromDevice");
    DeviceRange const source = toDeviceBuffer(info[0], Where(where, "source")).live(env, "copyFromDevice");
    DeviceRange const to = toPart(info[2], info[3], where, whole, false);
    int64_t const sourceOffset =
        toInteger(info[1], Where(where, "sourceOffset"), 0, static_cast<int64_t>(source.size));
    uint8_t const* const from = source.pointer + sourceOffset;
    if (to.size > source.size - static_cast<size_t>(sourceOffset) ||
        (from < to.pointer + to.size && to.pointer < from + to.size)) {
        throwTypeError(env, "ARGUMENT_INVALID",
                       "Cannot call copyFromDevice: " + std::to_string(to.size) + " bytes at offset " +
                           std::to_string(sourceOffset) + " of a source of " + std::to_string(source.size) +
                           " bytes reach beyond it, or overlap the target");
    }
    if (info[4].IsUndefined()) {
        checkCuda(env, cudaMemcpy(to.pointer, from, to.size, cudaMemcpyDeviceToDevice), "cudaMemcpy");
    } else {
        cudaStream_t const stream = toStream(info[4], Where(where, "stream")).handle(env, "copyFromDevice");
        checkCuda(env, cudaMemcpyAsync(to.pointer, from, to.size, cudaMemcpyDeviceToDevice, stream),
                  "cudaMemcpyAsync");
    }
    return env.Undefined();
}

Napi::Value DeviceBuffer::fill(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("fill");
    DeviceRange const whole = live(env, "fill");
    auto const byte = static_cast<int>(toInteger(info[0], Where(where, "byteValue"), 0, 255));
    DeviceRange const part = toPart(info[1], info[2], where, whole, true);
    if (info[3].IsUndefined()) {
        checkCuda(env, cudaMemset(part.pointer, byte, part.size), "cudaMemset");
    } else {
        cudaStream_t const stream = toStream(info[3], Where(where, "stream")).handle(env, "fill");
        checkCuda(env, cudaMemsetAsync(part.pointer, byte, part.size, stream), "cudaMemsetAsync");
    }
    return env.Undefined();
}

Napi::Value DeviceBuffer::fillGuard(Napi::CallbackInfo const& info) {
    DeviceRange const whole = live(info.Env(), "fillGuard");
    DeviceRange const part = toPart(info[0], info[1], Where("fillGuard"), whole, false);
    checkCuda(info.Env(), fillGuardPattern(part.pointer, part.size), "cudaMemcpy");
    return info.Env().Undefined();
}

Napi::Value DeviceBuffer::guardIntact(Napi::CallbackInfo const& info) {
    DeviceRange const whole = live(info.Env(), "guardIntact");
    DeviceRange const part = toPart(info[0], info[1], Where("guardIntact"), whole, false);
    int64_t changed = -1;
    checkCuda(info.Env(), findGuardChange(part.pointer, part.size, changed), "cudaMemcpy");
    return fromInteger(info.Env(), changed < 0 ? -1 : changed + (part.pointer - whole.pointer));
}

Napi::Value DeviceBuffer::view(Napi::CallbackInfo const& info) {
    DeviceRange const whole = live(info.Env(), "view");
    DeviceRange const part = toPart(info[0], info[1], Where("view"), whole, false);
    View init{mAllocation, static_cast<size_t>(part.pointer - mAllocation->pointer()), part.size};
    return construct(info.Env(), AddonData::of(info.Env()).deviceBuffer, init);
}

Napi::Value DeviceBuffer::free(Napi::CallbackInfo const& info) {
    if (mIsView) {
        mViewFreed = true;
        return info.Env().Undefined();
    }
    checkCuda(info.Env(), mAllocation->free(), "cudaFree");
    forgetExternalMemory(info.Env());
    return info.Env().Undefined();
}

DeviceBuffer& toDeviceBuffer(Napi::Value value, Where const& where) {
    auto* const buffer = unwrapIf<DeviceBuffer>(value);
    if (buffer == nullptr) {
        throwArgument(where, "a DeviceBuffer", value);
    }
    return *buffer;
}

} // namespace workbook::binding
