#include "DimensionArithmetic.h"

#include "check.h"

#include <cstdint>

using nvinfer1::DimensionOperation;
using workbook::registry::evaluate;

namespace {

int64_t value(DimensionOperation op, int64_t first, int64_t second) {
    auto const result = evaluate(op, first, second);
    CHECK(result.has_value());
    return result.value_or(-999);
}

} // namespace

TEST("sums, differences, products, extremes, comparisons") {
    CHECK_EQUAL(value(DimensionOperation::kSUM, 3, 4), 7);
    CHECK_EQUAL(value(DimensionOperation::kPROD, -3, 4), -12);
    CHECK_EQUAL(value(DimensionOperation::kSUB, 3, 4), -1);
    CHECK_EQUAL(value(DimensionOperation::kMAX, -3, 4), 4);
    CHECK_EQUAL(value(DimensionOperation::kMIN, -3, 4), -3);
    CHECK_EQUAL(value(DimensionOperation::kEQUAL, 4, 4), 1);
    CHECK_EQUAL(value(DimensionOperation::kEQUAL, 4, 5), 0);
    CHECK_EQUAL(value(DimensionOperation::kLESS, 4, 5), 1);
    CHECK_EQUAL(value(DimensionOperation::kLESS, 5, 5), 0);
}

TEST("division rounds down or up for every pair of signs") {
    CHECK_EQUAL(value(DimensionOperation::kFLOOR_DIV, 7, 2), 3);
    CHECK_EQUAL(value(DimensionOperation::kFLOOR_DIV, -7, 2), -4);
    CHECK_EQUAL(value(DimensionOperation::kFLOOR_DIV, 7, -2), -4);
    CHECK_EQUAL(value(DimensionOperation::kFLOOR_DIV, -7, -2), 3);
    CHECK_EQUAL(value(DimensionOperation::kCEIL_DIV, 7, 2), 4);
    CHECK_EQUAL(value(DimensionOperation::kCEIL_DIV, -7, 2), -3);
    CHECK_EQUAL(value(DimensionOperation::kCEIL_DIV, 7, -2), -3);
    CHECK_EQUAL(value(DimensionOperation::kCEIL_DIV, -7, -2), 4);
    CHECK_EQUAL(value(DimensionOperation::kFLOOR_DIV, 8, 2), 4);
    CHECK_EQUAL(value(DimensionOperation::kCEIL_DIV, -8, 2), -4);
    CHECK_EQUAL(value(DimensionOperation::kFLOOR_DIV, 0, 5), 0);
}

TEST("division by zero and overflow have no value") {
    CHECK(!evaluate(DimensionOperation::kFLOOR_DIV, 4, 0));
    CHECK(!evaluate(DimensionOperation::kCEIL_DIV, 4, 0));
    CHECK(!evaluate(DimensionOperation::kFLOOR_DIV, INT64_MIN, -1));
    CHECK(!evaluate(DimensionOperation::kCEIL_DIV, INT64_MIN, -1));
    CHECK(!evaluate(DimensionOperation::kSUM, INT64_MAX, 1));
    CHECK(!evaluate(DimensionOperation::kSUB, INT64_MIN, 1));
    CHECK(!evaluate(DimensionOperation::kPROD, INT64_MAX, 2));
    CHECK(!evaluate(static_cast<DimensionOperation>(9), 1, 1));
    CHECK(!evaluate(static_cast<DimensionOperation>(-1), 1, 1));
}

CHECK_MAIN
