#pragma once

#include "DimensionExpr.h"

#include <deque>
#include <unordered_set>

namespace workbook::registry {

//! The IExprBuilder that a plugin is given, plus `variable`, by which the host names an extent it does not
//! know yet.
//!
//! Operations on constants are folded. What the builder does not know it refuses: an operand made by another
//! builder (or none) gives nullptr and a message, never a crash. A division by zero or an overflow between
//! constants is not folded: the node stays an operation, so a plugin that uses the result at once does not
//! crash, and the host reports it when it needs the value (ours: TensorRT documents nullptr for an invalid
//! operation only).
class WORKBOOK_EXPORT ExprBuilder final : public nvinfer1::IExprBuilder, public nvinfer1::apiv::VExprBuilder {
public:
    ExprBuilder();
    ~ExprBuilder() noexcept override;

    DimensionExpr const* constant(int64_t value) override;
    DimensionExpr const* variable(std::string name);
    nvinfer1::IDimensionExpr const* operation(nvinfer1::DimensionOperation op,
                                              nvinfer1::IDimensionExpr const& first,
                                              nvinfer1::IDimensionExpr const& second) override;
    //! nullptr for a negative index, or where opt depends on a size tensor (NvInferRuntime.h 10.16).
    nvinfer1::IDimensionExpr const* declareSizeTensor(int32_t outputIndex,
                                                      nvinfer1::IDimensionExpr const& opt,
                                                      nvinfer1::IDimensionExpr const& upper) override;

    //! The node behind a pointer that a plugin gave back; nullptr where this builder did not make it.
    //! Compares addresses only, so any pointer may be asked for.
    DimensionExpr const* find(nvinfer1::IDimensionExpr const* expr) const noexcept;

    //! A deeper expression is refused: walking it would exhaust the stack (ours).
    static constexpr int32_t kMAX_DEPTH = 5000;

private:
    DimensionExpr* add(DimensionExpr::Kind kind);
    bool checkOperands(char const* method, DimensionExpr const* first, DimensionExpr const* second) const;

    std::deque<DimensionExpr> mNodes; //!< never moves a node
    std::unordered_set<void const*> mKnown;
};

} // namespace workbook::registry
