#include "convert.h"

#include "EnumNames.h"

#include <cmath>
#include <cstring>

namespace workbook::binding {
namespace {

using namespace nvinfer1;

template <size_t N>
int32_t toEnum(Napi::Value value, Where const& where, char const* const (&names)[N], char const* type) {
    if (value.IsString()) {
        std::string const text = value.As<Napi::String>().Utf8Value();
        for (size_t i = 0; i < N; ++i) {
            if (text == names[i]) {
                return static_cast<int32_t>(i);
            }
        }
    }
    throwArgument(where, std::string("the name of a ") + type + " such as \"" + names[0] + "\"", value);
}

Napi::Object toObject(Napi::Value value, Where const& where, char const* expected) {
    if (!value.IsObject() || value.IsArray()) {
        throwArgument(where, expected, value);
    }
    return value.As<Napi::Object>();
}

template <class T, class Convert>
std::vector<T> toVector(Napi::Value value, Where const& where, Convert&& convert) {
    Napi::Array array;
    uint32_t const length = toArray(value, where, kMOST_TENSORS, array);
    std::vector<T> items;
    items.reserve(length);
    for (uint32_t i = 0; i < length; ++i) {
        items.push_back(convert(array.Get(i), Where(where, i)));
    }
    return items;
}

float toScale(Napi::Value value, Where const& where) {
    if (value.IsUndefined()) {
        return 1.0F;
    }
    if (!value.IsNumber()) {
        throwArgument(where, "a number", value);
    }
    return value.As<Napi::Number>().FloatValue();
}

} // namespace

int64_t toInteger(Napi::Value value, Where const& where, int64_t least, int64_t most) {
    if (value.IsNumber()) {
        double const number = value.As<Napi::Number>().DoubleValue();
        if (std::trunc(number) == number && number >= static_cast<double>(least) &&
            number <= static_cast<double>(most)) {
            return static_cast<int64_t>(number);
        }
    }
    throwArgument(where, "an integer from " + std::to_string(least) + " to " + std::to_string(most), value);
}

int32_t toInt32(Napi::Value value, Where const& where) {
    return static_cast<int32_t>(toInteger(value, where, INT32_MIN, INT32_MAX));
}

std::string toText(Napi::Value value, Where const& where) {
    if (!value.IsString()) {
        throwArgument(where, "a string", value);
    }
    return value.As<Napi::String>().Utf8Value();
}

uint32_t toArray(Napi::Value value, Where const& where, uint32_t most, Napi::Array& array) {
    if (!value.IsArray() || value.As<Napi::Array>().Length() > most) {
        throwArgument(where, "an array of at most " + std::to_string(most), value);
    }
    array = value.As<Napi::Array>();
    return array.Length();
}

DataType toDataType(Napi::Value value, Where const& where) {
    return static_cast<DataType>(toEnum(value, where, kDATA_TYPE_NAMES, "DataType"));
}

TensorFormat toTensorFormat(Napi::Value value, Where const& where) {
    return static_cast<TensorFormat>(toEnum(value, where, kTENSOR_FORMAT_NAMES, "TensorFormat"));
}

PluginFieldType toPluginFieldType(Napi::Value value, Where const& where) {
    return static_cast<PluginFieldType>(toEnum(value, where, kPLUGIN_FIELD_TYPE_NAMES, "PluginFieldType"));
}

DimensionOperation toDimensionOperation(Napi::Value value, Where const& where) {
    return static_cast<DimensionOperation>(
        toEnum(value, where, kDIMENSION_OPERATION_NAMES, "DimensionOperation"));
}

PluginCapabilityType toCapabilityType(Napi::Value value, Where const& where) {
    return static_cast<PluginCapabilityType>(toEnum(value, where, kCAPABILITY_NAMES, "PluginCapabilityType"));
}

TensorRTPhase toPhase(Napi::Value value, Where const& where) {
    return static_cast<TensorRTPhase>(toEnum(value, where, kPHASE_NAMES, "TensorRTPhase"));
}

Dims toDims(Napi::Value value, Where const& where) {
    Napi::Array array;
    Dims dims{};
    dims.nbDims = static_cast<int32_t>(toArray(value, where, Dims::MAX_DIMS, array));
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        auto const index = static_cast<uint32_t>(i);
        dims.d[i] = toInteger(array.Get(index), Where(where, index), -kMOST_SAFE_INTEGER, kMOST_SAFE_INTEGER);
    }
    return dims;
}

PluginTensorDesc toTensorDesc(Napi::Value value, Where const& where) {
    Napi::Object const object = toObject(value, where, "a PluginTensorDesc {dims, type, format}");
    PluginTensorDesc desc{};
    desc.dims = toDims(object.Get("dims"), Where(where, "dims"));
    desc.type = toDataType(object.Get("type"), Where(where, "type"));
    desc.format = toTensorFormat(object.Get("format"), Where(where, "format"));
    desc.scale = toScale(object.Get("scale"), Where(where, "scale"));
    return desc;
}

DynamicPluginTensorDesc toDynamicTensorDesc(Napi::Value value, Where const& where) {
    Napi::Object const object = toObject(value, where, "a DynamicPluginTensorDesc {desc, min, opt, max}");
    DynamicPluginTensorDesc desc{};
    desc.desc = toTensorDesc(object.Get("desc"), Where(where, "desc"));
    desc.min = toDims(object.Get("min"), Where(where, "min"));
    desc.max = toDims(object.Get("max"), Where(where, "max"));
    desc.opt = toDims(object.Get("opt"), Where(where, "opt"));
    return desc;
}

std::vector<DataType> toDataTypes(Napi::Value value, Where const& where) {
    return toVector<DataType>(value, where, toDataType);
}

std::vector<PluginTensorDesc> toTensorDescs(Napi::Value value, Where const& where) {
    return toVector<PluginTensorDesc>(value, where, toTensorDesc);
}

std::vector<DynamicPluginTensorDesc> toDynamicTensorDescs(Napi::Value value, Where const& where) {
    return toVector<DynamicPluginTensorDesc>(value, where, toDynamicTensorDesc);
}

Bytes toBytes(Napi::Value value, Where const& where) {
    napi_env const env = value.Env();
    void* data = nullptr;
    size_t size = 0;
    if (value.IsTypedArray()) {
        napi_typedarray_type type{};
        if (napi_get_typedarray_info(env, value, &type, &size, &data, nullptr, nullptr) == napi_ok) {
            return {static_cast<uint8_t*>(data), value.As<Napi::TypedArray>().ByteLength()};
        }
    } else if (value.IsDataView()) {
        if (napi_get_dataview_info(env, value, &size, &data, nullptr, nullptr) == napi_ok) {
            return {static_cast<uint8_t*>(data), size};
        }
    }
    throwArgument(where, "a typed array or DataView", value);
}

void Origin::refuse(Napi::Env env, std::string const& message, char const* code) const {
    throwError(env, code,
               "Cannot use what " + id + " " + className + " returned from " + method + ": " + message);
}

Napi::Value fromDataType(Napi::Env env, DataType type, Origin const& origin) {
    auto const number = static_cast<int32_t>(type);
    if (number < 0 || number >= static_cast<int32_t>(std::size(kDATA_TYPE_NAMES))) {
        origin.refuse(env, std::to_string(number) + " is not a DataType");
    }
    return Napi::String::New(env, kDATA_TYPE_NAMES[number]);
}

Napi::Value fromDims(Napi::Env env, Dims const& dims) {
    Napi::Array array = Napi::Array::New(env);
    for (int32_t i = 0; i < dims.nbDims && i < Dims::MAX_DIMS; ++i) {
        array.Set(static_cast<uint32_t>(i), fromInteger(env, dims.d[i]));
    }
    return array;
}

Napi::Value fromInteger(Napi::Env env, int64_t value) {
    return Napi::Number::New(env, static_cast<double>(value));
}

Napi::Value fromSize(Napi::Env env, size_t value) {
    return Napi::Number::New(env, static_cast<double>(value));
}

Napi::Value fromName(Napi::Env env, char const* text, Origin const& origin) {
    constexpr size_t kMOST_BYTES = 1024; // with the NUL
    if (text == nullptr) {
        origin.refuse(env, "a null pointer in place of a string", "STRING_NULL");
    }
    size_t const length = strnlen(text, kMOST_BYTES);
    if (length == kMOST_BYTES) {
        origin.refuse(env, "a string of more than 1024 bytes with its NUL", "STRING_TOO_LONG");
    }
    return Napi::String::New(env, text, length);
}

Napi::Value fromTextOrNull(Napi::Env env, char const* text) {
    return text == nullptr ? env.Null() : Napi::String::New(env, text).As<Napi::Value>();
}

Napi::Value fromInterfaceInfo(Napi::Env env, InterfaceInfo const& interface) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("kind", fromTextOrNull(env, interface.kind));
    object.Set("major", Napi::Number::New(env, interface.major));
    object.Set("minor", Napi::Number::New(env, interface.minor));
    return object;
}

} // namespace workbook::binding
