#include "Encode.h"

#include "EnumNames.h"
#include "ExpressionCheck.h"

#include <algorithm>
#include <iterator>

namespace workbook::trace {
namespace {

using namespace nvinfer1;

template <size_t N, class Enum>
void encodeName(MessagePackWriter& writer, char const* const (&names)[N], Enum value) {
    auto const number = static_cast<int64_t>(value);
    if (number >= 0 && number < static_cast<int64_t>(N)) {
        writer.string(names[number]);
    } else {
        writer.integer(number);
    }
}

//! A plugin may return any number here.
int32_t shownDims(int32_t nbDims) { return std::clamp(nbDims, 0, Dims::MAX_DIMS); }

void encodeExtent(MessagePackWriter& writer, IDimensionExpr const* extent) {
    if (extent != nullptr && extent->isConstant()) {
        writer.integer(extent->getConstantValue());
    } else {
        writer.string("?");
    }
}

void encodeData(MessagePackWriter& writer, PluginField const& field) {
    if (field.data == nullptr || field.length < 0) {
        writer.nil();
        return;
    }
    auto const real = [](MessagePackWriter& w, double value) { w.real(value); };
    switch (field.type) {
    case PluginFieldType::kINT8:
        encodeList(writer, static_cast<int8_t const*>(field.data), field.length);
        break;
    case PluginFieldType::kINT16:
        encodeList(writer, static_cast<int16_t const*>(field.data), field.length);
        break;
    case PluginFieldType::kINT32:
        encodeList(writer, static_cast<int32_t const*>(field.data), field.length);
        break;
    case PluginFieldType::kINT64:
        encodeList(writer, static_cast<int64_t const*>(field.data), field.length);
        break;
    case PluginFieldType::kFLOAT32:
        encodeList(writer, static_cast<float const*>(field.data), field.length, real);
        break;
    case PluginFieldType::kFLOAT64:
        encodeList(writer, static_cast<double const*>(field.data), field.length, real);
        break;
    default:
        writer.string({static_cast<char const*>(field.data), static_cast<size_t>(field.length)});
    }
}

} // namespace

void encode(MessagePackWriter& writer, DataType type) { encodeName(writer, kDATA_TYPE_NAMES, type); }
void encode(MessagePackWriter& writer, TensorFormat format) {
    encodeName(writer, kTENSOR_FORMAT_NAMES, format);
}
void encode(MessagePackWriter& writer, PluginCapabilityType type) {
    encodeName(writer, kCAPABILITY_NAMES, type);
}
void encode(MessagePackWriter& writer, TensorRTPhase phase) { encodeName(writer, kPHASE_NAMES, phase); }

void encode(MessagePackWriter& writer, Dims const& dims) {
    encodeList(writer, std::begin(dims.d), shownDims(dims.nbDims),
               [](MessagePackWriter& w, int64_t extent) { w.integer(extent); });
}

void encode(MessagePackWriter& writer, DimsExprs const& dims) {
    encodeList(writer, std::begin(dims.d), shownDims(dims.nbDims), encodeExtent);
}

void encodeReturned(MessagePackWriter& writer, DimsExprs const& dims, IExprBuilder& builder) {
    encodeList(writer, std::begin(dims.d), shownDims(dims.nbDims),
               [&](MessagePackWriter& w, IDimensionExpr const* extent) {
                   encodeExtent(w, mayRead(builder, extent) ? extent : nullptr);
               });
}

void encode(MessagePackWriter& writer, PluginTensorDesc const& desc) {
    writer.map(3);
    writer.string("type");
    encode(writer, desc.type);
    writer.string("format");
    encode(writer, desc.format);
    writer.string("dims");
    encode(writer, desc.dims);
}

void encode(MessagePackWriter& writer, DynamicPluginTensorDesc const& desc) {
    writer.map(6);
    writer.string("type");
    encode(writer, desc.desc.type);
    writer.string("format");
    encode(writer, desc.desc.format);
    writer.string("dims");
    encode(writer, desc.desc.dims);
    writer.string("min");
    encode(writer, desc.min);
    writer.string("opt");
    encode(writer, desc.opt);
    writer.string("max");
    encode(writer, desc.max);
}

void encodeTypeAndFormat(MessagePackWriter& writer, PluginTensorDesc const& desc) {
    writer.map(2);
    writer.string("type");
    encode(writer, desc.type);
    writer.string("format");
    encode(writer, desc.format);
}

void encode(MessagePackWriter& writer, PluginField const& field) {
    writer.map(4);
    writer.string("name");
    writer.stringOrNil(field.name);
    writer.string("type");
    encodeName(writer, kPLUGIN_FIELD_TYPE_NAMES, field.type);
    writer.string("length");
    writer.integer(field.length);
    writer.string("data");
    encodeData(writer, field);
}

void encode(MessagePackWriter& writer, PluginFieldCollection const* fields) {
    if (fields == nullptr) {
        writer.nil();
    } else {
        encodeList(writer, fields->fields, fields->nbFields);
    }
}

} // namespace workbook::trace
