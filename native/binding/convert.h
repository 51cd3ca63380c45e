#pragma once

#include "Errors.h"
#include "NvInfer.h"

#include <napi.h>
#include <string>
#include <vector>

//! JavaScript values to TensorRT's and back. What cannot be converted throws a TypeError with code
//! `ARGUMENT_INVALID`; what a plugin returned and cannot be converted throws `PLUGIN_RESULT_INVALID`.
namespace workbook::binding {

// JavaScript -> C++

int64_t toInteger(Napi::Value value, Where const& where, int64_t least, int64_t most);
int32_t toInt32(Napi::Value value, Where const& where);
std::string toText(Napi::Value value, Where const& where);
//! The array's length, at most `most`.
uint32_t toArray(Napi::Value value, Where const& where, uint32_t most, Napi::Array& array);

nvinfer1::DataType toDataType(Napi::Value value, Where const& where);
nvinfer1::TensorFormat toTensorFormat(Napi::Value value, Where const& where);
nvinfer1::PluginFieldType toPluginFieldType(Napi::Value value, Where const& where);
nvinfer1::DimensionOperation toDimensionOperation(Napi::Value value, Where const& where);
nvinfer1::PluginCapabilityType toCapabilityType(Napi::Value value, Where const& where);
nvinfer1::TensorRTPhase toPhase(Napi::Value value, Where const& where);

nvinfer1::Dims toDims(Napi::Value value, Where const& where);
nvinfer1::PluginTensorDesc toTensorDesc(Napi::Value value, Where const& where);
nvinfer1::DynamicPluginTensorDesc toDynamicTensorDesc(Napi::Value value, Where const& where);

std::vector<nvinfer1::DataType> toDataTypes(Napi::Value value, Where const& where);
std::vector<nvinfer1::PluginTensorDesc> toTensorDescs(Napi::Value value, Where const& where);
std::vector<nvinfer1::DynamicPluginTensorDesc> toDynamicTensorDescs(Napi::Value value, Where const& where);

//! The bytes of a typed array or DataView, without a copy: valid while the value is.
struct Bytes {
    uint8_t* data;
    size_t size;
};
Bytes toBytes(Napi::Value value, Where const& where);

//! Number.MAX_SAFE_INTEGER: JavaScript numbers are exact up to it.
inline constexpr int64_t kMOST_SAFE_INTEGER = (int64_t{1} << 53) - 1;

//! A tensor count no plugin exceeds; keeps a wrong number from allocating the machine's memory.
inline constexpr uint32_t kMOST_TENSORS = 4096;

// C++ -> JavaScript

//! What a plugin's method returned, for the messages: `plugin#3 Probe@2: getOutputDataTypes`.
struct Origin {
    std::string const& id;
    std::string const& className;
    char const* method;

    //! Throws code `PLUGIN_RESULT_INVALID`: "Cannot use what plugin#3 Probe@2 returned from METHOD: MESSAGE".
    [[noreturn]] void refuse(Napi::Env env, std::string const& message,
                             char const* code = "PLUGIN_RESULT_INVALID") const;
};

Napi::Value fromDataType(Napi::Env env, nvinfer1::DataType type, Origin const& origin);
Napi::Value fromDims(Napi::Env env, nvinfer1::Dims const& dims);
//! A number; exact up to 2^53.
Napi::Value fromInteger(Napi::Env env, int64_t value);
Napi::Value fromSize(Napi::Env env, size_t value);
//! A string that must not be null, at most 1024 bytes with its NUL (NvInferRuntime.h 10.16).
Napi::Value fromName(Napi::Env env, char const* text, Origin const& origin);
//! A string, or null.
Napi::Value fromTextOrNull(Napi::Env env, char const* text);
//! {kind, major, minor}
Napi::Value fromInterfaceInfo(Napi::Env env, nvinfer1::InterfaceInfo const& interface);

} // namespace workbook::binding
