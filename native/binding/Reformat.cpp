#include "Reformat.h"

#include "EnumNames.h"
#include "Stream.h"

namespace workbook::binding {
namespace {

using nvinfer1::PluginTensorDesc;
using reformat::Refusal;

std::string print(PluginTensorDesc const& desc) {
    std::string text = std::string(kDATA_TYPE_NAMES[static_cast<int32_t>(desc.type)]) + " " +
                       kTENSOR_FORMAT_NAMES[static_cast<int32_t>(desc.format)] + " [";
    for (int32_t i = 0; i < desc.dims.nbDims; ++i) {
        text += (i > 0 ? "," : "") + std::to_string(desc.dims.d[i]);
    }
    return text + "]";
}

void refuse(Napi::Env env, Refusal refusal, PluginTensorDesc const& from, PluginTensorDesc const& to) {
    std::string const act = "Cannot reformat " + print(from) + " to " + print(to) + ": ";
    switch (refusal) {
    case Refusal::kNONE:
        return;
    case Refusal::kTYPES:
        throwError(env, "REFORMAT_UNSUPPORTED", act + "there is no conversion between these types");
    case Refusal::kFORMAT:
        throwError(env, "REFORMAT_UNSUPPORTED", act + "formats of the DLA are not available here");
    case Refusal::kSHAPES_DIFFER:
        throwError(env, "REFORMAT_SHAPES_DIFFER", act + "the shapes differ");
    case Refusal::kSHAPE_UNKNOWN:
        throwError(env, "SHAPE_UNKNOWN", act + "an extent is not known");
    case Refusal::kTOO_LARGE:
        throwError(env, "REFORMAT_MEMORY", act + "no memory holds as many elements");
    }
}

void checkSide(Napi::Env env, char const* side, DeviceAddress const& address, int64_t bytes,
               int64_t alignment) {
    std::string const act = std::string("Cannot enqueue the reformat: its ") + side;
    if (!address.live()) {
        throwError(env, "OBJECT_DESTROYED", act + " has been freed");
    }
    if (bytes > 0 && address.pointer == nullptr) {
        throwError(env, "REFORMAT_MEMORY", act + " is not set");
    }
    if (static_cast<int64_t>(address.available) < bytes) {
        throwError(env, "REFORMAT_MEMORY",
                   act + " is too small: expected " + std::to_string(bytes) + " bytes, actual " +
                       std::to_string(address.available));
    }
    if (reinterpret_cast<uintptr_t>(address.pointer) % static_cast<uintptr_t>(alignment) != 0) {
        throwError(env, "REFORMAT_MEMORY",
                   act + " is not aligned: expected a multiple of " + std::to_string(alignment) + " bytes");
    }
}

} // namespace

napi_type_tag const Reformat::kTYPE_TAG = typeTag(15);

Napi::Function Reformat::define(Napi::Env env) {
    return DefineClass(
        env, "Reformat",
        {InstanceMethod<&Reformat::setInput>("setInput"), InstanceMethod<&Reformat::setOutput>("setOutput"),
         InstanceMethod<&Reformat::setDescs>("setDescs"), InstanceMethod<&Reformat::enqueue>("enqueue")});
}

Reformat::Reformat(Napi::CallbackInfo const& info) : ObjectWrap(info) {
    describe(info, "Reformat");
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

void Reformat::describe(Napi::CallbackInfo const& info, char const* method) {
    Where const where(method);
    PluginTensorDesc const from = toTensorDesc(info[0], Where(where, "from"));
    PluginTensorDesc const to = toTensorDesc(info[1], Where(where, "to"));
    refuse(info.Env(), mLayer.setDescs(from, to), from, to);
    mChecked = false;
}

void Reformat::check(Napi::Env env) {
    mChecked = false;
    uint64_t const freed = DeviceAllocation::freedCount();
    int64_t const inputBytes = mLayer.inputBytes();
    int64_t const outputBytes = mLayer.outputBytes();
    checkSide(env, "input", mFrom, inputBytes, mLayer.inputAlignment());
    checkSide(env, "output", mTo, outputBytes, mLayer.outputAlignment());
    auto const* const from = static_cast<uint8_t const*>(mFrom.pointer);
    auto const* const to = static_cast<uint8_t const*>(mTo.pointer);
    if (outputBytes > 0 && from < to + outputBytes && to < from + inputBytes) {
        throwError(env, "REFORMAT_MEMORY", "Cannot enqueue the reformat: its input and output overlap");
    }
    mCheckedAt = freed;
    mChecked = true;
}

Napi::Value Reformat::setInput(Napi::CallbackInfo const& info) {
    mFrom = toDeviceAddress(info[0], info[1], "setInput");
    mChecked = false;
    return info.Env().Undefined();
}

Napi::Value Reformat::setOutput(Napi::CallbackInfo const& info) {
    mTo = toDeviceAddress(info[0], info[1], "setOutput");
    mChecked = false;
    return info.Env().Undefined();
}

Napi::Value Reformat::setDescs(Napi::CallbackInfo const& info) {
    describe(info, "setDescs");
    return info.Env().Undefined();
}

Napi::Value Reformat::enqueue(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("enqueue");
    cudaStream_t const stream = toStream(info[0], Where(where, "stream")).handle(env, "enqueue");
    return Napi::Number::New(env, enqueue(env, stream));
}

Reformat& toReformat(Napi::Value value, Where const& where) {
    auto* const reformat = unwrapIf<Reformat>(value);
    if (reformat == nullptr) {
        throwArgument(where, "a Reformat", value);
    }
    return *reformat;
}

} // namespace workbook::binding
