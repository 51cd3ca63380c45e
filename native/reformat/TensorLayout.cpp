#include "TensorLayout.h"

namespace workbook::reformat {

using nvinfer1::DataType;
using nvinfer1::TensorFormat;

namespace {

constexpr int32_t kUNKNOWN = -1;

FormatRule ruleOf(TensorFormat format) noexcept {
    switch (format) {
    case TensorFormat::kLINEAR:
        return {0, 1, false};
    case TensorFormat::kCHW2:
        return {3, 2, false};
    case TensorFormat::kHWC8:
        return {3, 8, true};
    case TensorFormat::kCHW4:
        return {3, 4, false};
    case TensorFormat::kCHW16:
        return {3, 16, false};
    case TensorFormat::kCHW32:
        return {3, 32, false};
    case TensorFormat::kDHWC8:
        return {4, 8, true};
    case TensorFormat::kCDHW32:
        return {4, 32, false};
    case TensorFormat::kHWC:
        return {3, 1, true};
    case TensorFormat::kHWC16:
        return {3, 16, true};
    case TensorFormat::kDHWC:
        return {4, 1, true};
    case TensorFormat::kDLA_LINEAR:
    case TensorFormat::kDLA_HWC4:
        break;
    }
    return {kUNKNOWN, 1, false};
}

int32_t log2(int32_t power) noexcept {
    int32_t exponent = 0;
    while ((1 << exponent) < power) {
        ++exponent;
    }
    return exponent;
}

} // namespace

bool ruleOf(TensorFormat format, int32_t nbDims, FormatRule& rule) noexcept {
    rule = ruleOf(format);
    if (rule.axis == kUNKNOWN) {
        return false;
    }
    if (nbDims < rule.axis) {
        rule = ruleOf(TensorFormat::kLINEAR);
    }
    return true;
}

int64_t bytesPerElement(DataType type) noexcept {
    switch (type) {
    case DataType::kINT64:
        return 8;
    case DataType::kFLOAT:
    case DataType::kINT32:
        return 4;
    case DataType::kHALF:
    case DataType::kBF16:
        return 2;
    case DataType::kINT8:
    case DataType::kBOOL:
    case DataType::kUINT8:
    case DataType::kFP8:
        return 1;
    default:
        return 0;
    }
}

AxisLayout channelLayout(FormatRule const& rule, int64_t points) noexcept {
    if (rule.vectorMinor) {
        return {1, 0};
    }
    return {points * rule.vector, log2(rule.vector)};
}

int64_t pointStride(FormatRule const& rule, int64_t channels) noexcept {
    return rule.vectorMinor ? channels : rule.vector;
}

} // namespace workbook::reformat
