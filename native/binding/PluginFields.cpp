#include "PluginFields.h"

#include "EnumNames.h"

#include <algorithm>
#include <cstring>

namespace workbook::binding {
namespace {

using namespace nvinfer1;

constexpr size_t kFIELD_PADDING = 8;
constexpr size_t kMOST_FIELD_BYTES = size_t{1} << 30; // a larger length is a mistake
constexpr uint32_t kMOST_FIELDS = 4096;

//! Bytes of `length` elements. kUNKNOWN counts bytes; two 4-bit values share a byte.
size_t byteSize(PluginFieldType type, int32_t length) {
    auto const count = static_cast<size_t>(length);
    switch (type) {
    case PluginFieldType::kFLOAT16:
    case PluginFieldType::kINT16:
    case PluginFieldType::kBF16:
        return 2 * count;
    case PluginFieldType::kFLOAT32:
    case PluginFieldType::kINT32:
        return 4 * count;
    case PluginFieldType::kFLOAT64:
    case PluginFieldType::kINT64:
        return 8 * count;
    case PluginFieldType::kDIMS:
        return sizeof(Dims) * count;
    case PluginFieldType::kINT4:
    case PluginFieldType::kFP4:
        return (count + 1) / 2;
    case PluginFieldType::kINT8:
    case PluginFieldType::kCHAR:
    case PluginFieldType::kUNKNOWN:
    case PluginFieldType::kFP8:
        return count;
    }
    return count;
}

Napi::Value fromData(Napi::Env env, PluginField const& field, Origin const& origin) {
    if (field.data == nullptr) {
        return env.Null();
    }
    size_t const size = field.length < 0 ? kMOST_FIELD_BYTES : byteSize(field.type, field.length);
    if (size >= kMOST_FIELD_BYTES) {
        origin.refuse(env,
                      "field \"" + std::string(field.name) + "\" has length " + std::to_string(field.length));
    }
    Napi::Uint8Array bytes = Napi::Uint8Array::New(env, size);
    if (size > 0) {
        std::memcpy(bytes.Data(), field.data, size);
    }
    return bytes;
}

} // namespace

PluginFields::PluginFields(Napi::Value value, Where const& where) {
    Napi::Array array;
    uint32_t const count = toArray(value, where, kMOST_FIELDS, array);
    mFields.reserve(count);
    for (uint32_t i = 0; i < count; ++i) {
        add(array.Get(i), Where(where, i));
    }
    mCollection.nbFields = static_cast<int32_t>(count);
    mCollection.fields = mFields.data();
}

void PluginFields::add(Napi::Value value, Where const& where) {
    if (!value.IsObject()) {
        throwArgument(where, "a PluginField {name, type, length, data}", value);
    }
    Napi::Object const object = value.As<Napi::Object>();
    mNames.push_back(toText(object.Get("name"), Where(where, "name")));
    PluginFieldType const type = toPluginFieldType(object.Get("type"), Where(where, "type"));
    auto const length =
        static_cast<int32_t>(toInteger(object.Get("length"), Where(where, "length"), 0, INT32_MAX));
    Napi::Value const data = object.Get("data");
    if (data.IsNull() || data.IsUndefined()) {
        throwTypeError(value.Env(), "FIELD_DATA_MISSING",
                       "Cannot call " + where.toString() + ": field \"" + mNames.back() +
                           "\" has no data (getFieldNames() only declares names and types)");
    }
    Bytes const bytes = toBytes(data, Where(where, "data"));
    size_t const size = std::max(bytes.size, byteSize(type, length));
    if (size > kMOST_FIELD_BYTES) {
        throwArgument(Where(where, "length"), "at most 1 GiB of data", object.Get("length"));
    }
    std::vector<uint8_t>& copy = mData.emplace_back(size + kFIELD_PADDING, uint8_t{0});
    std::copy_n(bytes.data, bytes.size, copy.begin());
    mFields.emplace_back(mNames.back().c_str(), copy.data(), type, length);
}

Napi::Value fromPluginFields(Napi::Env env, PluginFieldCollection const* fields, Origin const& origin) {
    if (fields == nullptr || fields->nbFields < 0 || (fields->fields == nullptr && fields->nbFields > 0)) {
        origin.refuse(env,
                      fields == nullptr ? "a null field collection" : "a field collection without fields");
    }
    auto const count = static_cast<uint32_t>(fields->nbFields);
    if (count > kMOST_FIELDS) {
        origin.refuse(env, "nbFields is " + std::to_string(count));
    }
    Napi::Array array = Napi::Array::New(env, count);
    for (uint32_t i = 0; i < count; ++i) {
        PluginField const& field = fields->fields[i];
        auto const type = static_cast<int32_t>(field.type);
        if (field.name == nullptr || type < 0 ||
            type >= static_cast<int32_t>(std::size(kPLUGIN_FIELD_TYPE_NAMES))) {
            origin.refuse(env, "field " + std::to_string(i) +
                                   (field.name == nullptr ? " has no name" : " has no PluginFieldType"));
        }
        Napi::Object object = Napi::Object::New(env);
        object.Set("name", Napi::String::New(env, field.name));
        object.Set("type", Napi::String::New(env, kPLUGIN_FIELD_TYPE_NAMES[type]));
        object.Set("length", Napi::Number::New(env, field.length));
        object.Set("data", fromData(env, field, origin));
        array.Set(i, object);
    }
    return array;
}

} // namespace workbook::binding
