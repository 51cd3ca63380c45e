#include "DimensionArithmetic.h"

#include <algorithm>

namespace workbook::registry {
namespace {

enum class Rounding { kDOWN, kUP };

std::optional<int64_t> divide(int64_t first, int64_t second, Rounding rounding) noexcept {
    if (second == 0 || (first == INT64_MIN && second == -1)) {
        return std::nullopt;
    }
    int64_t const quotient = first / second; // towards zero
    if (first % second == 0) {
        return quotient;
    }
    bool const negative = (first < 0) != (second < 0);
    if (rounding == Rounding::kDOWN) {
        return negative ? quotient - 1 : quotient;
    }
    return negative ? quotient : quotient + 1;
}

} // namespace

std::optional<int64_t> evaluate(nvinfer1::DimensionOperation op, int64_t first, int64_t second) noexcept {
    using nvinfer1::DimensionOperation;
    int64_t result = 0;
    switch (op) {
    case DimensionOperation::kSUM:
        return __builtin_add_overflow(first, second, &result) ? std::nullopt : std::optional(result);
    case DimensionOperation::kPROD:
        return __builtin_mul_overflow(first, second, &result) ? std::nullopt : std::optional(result);
    case DimensionOperation::kSUB:
        return __builtin_sub_overflow(first, second, &result) ? std::nullopt : std::optional(result);
    case DimensionOperation::kMAX:
        return std::max(first, second);
    case DimensionOperation::kMIN:
        return std::min(first, second);
    case DimensionOperation::kEQUAL:
        return first == second ? 1 : 0;
    case DimensionOperation::kLESS:
        return first < second ? 1 : 0;
    case DimensionOperation::kFLOOR_DIV:
        return divide(first, second, Rounding::kDOWN);
    case DimensionOperation::kCEIL_DIV:
        return divide(first, second, Rounding::kUP);
    }
    return std::nullopt;
}

} // namespace workbook::registry
