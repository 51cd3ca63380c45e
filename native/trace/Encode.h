#pragma once

#include "MessagePackWriter.h"
#include "NvInferRuntime.h"

//! TensorRT's values as the recordings show them: dims as arrays, expression dims a number or "?", types and
//! formats by name (their number where this version has no name for it).
namespace workbook::trace {

void encode(MessagePackWriter& writer, nvinfer1::DataType type);
void encode(MessagePackWriter& writer, nvinfer1::TensorFormat format);
void encode(MessagePackWriter& writer, nvinfer1::Dims const& dims);
void encode(MessagePackWriter& writer, nvinfer1::DimsExprs const& dims);
//! What a plugin returned: a pointer that the builder does not know (see ExpressionCheck.h) is "?" and not
//! read.
void encodeReturned(MessagePackWriter& writer, nvinfer1::DimsExprs const& dims,
                    nvinfer1::IExprBuilder& builder);
//! {type, format, dims}
void encode(MessagePackWriter& writer, nvinfer1::PluginTensorDesc const& desc);
//! {type, format, dims, min, opt, max}
void encode(MessagePackWriter& writer, nvinfer1::DynamicPluginTensorDesc const& desc);
//! {name, type, length, data}: data null, integers (kINT8 to kINT64), reals (kFLOAT32, kFLOAT64), or text of
//! `length` bytes.
void encode(MessagePackWriter& writer, nvinfer1::PluginField const& field);
//! The fields, or null for a null collection.
void encode(MessagePackWriter& writer, nvinfer1::PluginFieldCollection const* fields);

//! {type, format}: all that supportsFormatCombination() looks at.
void encodeTypeAndFormat(MessagePackWriter& writer, nvinfer1::PluginTensorDesc const& desc);

void encode(MessagePackWriter& writer, nvinfer1::PluginCapabilityType type);
void encode(MessagePackWriter& writer, nvinfer1::TensorRTPhase phase);
inline void encode(MessagePackWriter& writer, int32_t number) { writer.integer(number); }
inline void encode(MessagePackWriter& writer, int64_t number) { writer.integer(number); }

template <class T, class EncodeItem>
void encodeList(MessagePackWriter& writer, T const* items, int32_t count, EncodeItem&& encodeItem) {
    int32_t const shown = items != nullptr && count > 0 ? count : 0;
    writer.array(static_cast<size_t>(shown));
    for (int32_t i = 0; i < shown; ++i) {
        encodeItem(writer, items[i]);
    }
}

template <class T> void encodeList(MessagePackWriter& writer, T const* items, int32_t count) {
    encodeList(writer, items, count, [](MessagePackWriter& w, T const& item) { encode(w, item); });
}

} // namespace workbook::trace
