#include "reformatKernels.cuh"

namespace workbook::reformat {

using nvinfer1::DataType;

namespace {

template <typename From> Launch findTo(DataType to) {
    switch (to) {
    case DataType::kFLOAT:
        return launch<From, float>;
    case DataType::kHALF:
        return launch<From, __half>;
    case DataType::kBF16:
        return launch<From, __nv_bfloat16>;
    case DataType::kINT8:
        return launch<From, int8_t>;
    default:
        return nullptr;
    }
}

} // namespace

Launch findFloatConversion(DataType from, DataType to) noexcept {
    switch (from) {
    case DataType::kFLOAT:
        return findTo<float>(to);
    case DataType::kHALF:
        return findTo<__half>(to);
    case DataType::kBF16:
        return findTo<__nv_bfloat16>(to);
    case DataType::kINT8:
        return findTo<int8_t>(to);
    default:
        return nullptr;
    }
}

} // namespace workbook::reformat
