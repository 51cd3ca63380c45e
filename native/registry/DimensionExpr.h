#pragma once

#include "Export.h"
#include "NvInferRuntime.h"

#include <cstdint>
#include <string>

namespace workbook::registry {

//! A node of a dimension expression: what a plugin sees as IDimensionExpr.
//!
//! A node is made by an ExprBuilder and lives as long as it. Plain data besides: the host reads the fields.
class WORKBOOK_EXPORT DimensionExpr final : public nvinfer1::IDimensionExpr,
                                            public nvinfer1::apiv::VDimensionExpr {
public:
    enum class Kind { kCONSTANT, kVARIABLE, kOPERATION, kSIZE_TENSOR };

    DimensionExpr() { mImpl = this; }
    ~DimensionExpr() noexcept override = default;

    bool isConstant() const override { return kind == Kind::kCONSTANT; }
    //! The value, or INT64_MIN where it is not a constant (seen on TensorRT 10.6).
    int64_t getConstantValue() const override { return isConstant() ? value : INT64_MIN; }
    bool isSizeTensor() const override { return kind == Kind::kSIZE_TENSOR; }

    //! Infix text, e.g. `2 * x[3]`, `ceil_div(x[2], 2)`, `sizeTensor(1)`; cut with `…` after
    //! kMAX_PRINTED_NODES.
    std::string toString() const;

    static constexpr int64_t kMAX_PRINTED_NODES = 10000;

    Kind kind{Kind::kCONSTANT};
    int64_t value{0}; //!< kCONSTANT: the value. kSIZE_TENSOR: the output's index.
    std::string name; //!< kVARIABLE: how the host calls it, e.g. `x[3]`.
    nvinfer1::DimensionOperation op{nvinfer1::DimensionOperation::kSUM}; //!< kOPERATION.
    DimensionExpr const* first{nullptr};  //!< kOPERATION: left operand. kSIZE_TENSOR: opt.
    DimensionExpr const* second{nullptr}; //!< kOPERATION: right operand. kSIZE_TENSOR: upper.
    int32_t depth{1};                     //!< Longest path to a leaf, in nodes.
    int64_t nodeCount{1}; //!< Nodes of the whole tree, shared ones counted each time; saturates.
    bool dependsOnSizeTensor{false};
};

} // namespace workbook::registry
