#include "reformatKernels.cuh"

namespace workbook::reformat {

using nvinfer1::DataType;

namespace {

template <typename From> Launch findToInteger(DataType to) {
    switch (to) {
    case DataType::kINT32:
        return launch<From, int32_t>;
    case DataType::kINT64:
        return launch<From, int64_t>;
    case DataType::kBOOL:
        return launch<From, Boolean>;
    case DataType::kUINT8:
        return launch<From, uint8_t>;
    default:
        return nullptr;
    }
}

template <typename From> Launch findFromInteger(DataType to) {
    switch (to) {
    case DataType::kFLOAT:
        return launch<From, float>;
    case DataType::kHALF:
        return launch<From, __half>;
    case DataType::kBF16:
        return launch<From, __nv_bfloat16>;
    default:
        return findToInteger<From>(to);
    }
}

} // namespace

Launch findCast(DataType from, DataType to) noexcept {
    switch (from) {
    case DataType::kFLOAT:
        return findToInteger<float>(to);
    case DataType::kHALF:
        return findToInteger<__half>(to);
    case DataType::kBF16:
        return findToInteger<__nv_bfloat16>(to);
    case DataType::kINT32:
        return findFromInteger<int32_t>(to);
    case DataType::kINT64:
        return findFromInteger<int64_t>(to);
    case DataType::kBOOL:
        return findFromInteger<Boolean>(to);
    case DataType::kUINT8:
        return findFromInteger<uint8_t>(to);
    default:
        return nullptr;
    }
}

} // namespace workbook::reformat
