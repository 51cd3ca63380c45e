#include "ExprBuilder.h"

#include "DimensionArithmetic.h"
#include "GlobalLogger.h"

#include <algorithm>
#include <utility>

namespace workbook::registry {
namespace {

//! Sum that stays at a large value instead of overflowing: a shared node counts each time it is reached.
int64_t saturatingSum(int64_t first, int64_t second) {
    int64_t result = 0;
    return __builtin_add_overflow(first, second, &result) ? INT64_MAX : result;
}

void link(DimensionExpr& parent, DimensionExpr const& first, DimensionExpr const& second) {
    parent.first = &first;
    parent.second = &second;
    parent.depth = 1 + std::max(first.depth, second.depth);
    parent.nodeCount = saturatingSum(1, saturatingSum(first.nodeCount, second.nodeCount));
    parent.dependsOnSizeTensor = first.dependsOnSizeTensor || second.dependsOnSizeTensor;
}

bool isOperation(nvinfer1::DimensionOperation op) {
    auto const number = static_cast<int32_t>(op);
    return number >= 0 && number <= static_cast<int32_t>(nvinfer1::DimensionOperation::kCEIL_DIV);
}

void refuse(std::string const& message) { logMessage(nvinfer1::ILogger::Severity::kERROR, message); }

} // namespace

ExprBuilder::ExprBuilder() { mImpl = this; }
ExprBuilder::~ExprBuilder() noexcept = default;

DimensionExpr* ExprBuilder::add(DimensionExpr::Kind kind) {
    DimensionExpr& node = mNodes.emplace_back();
    node.kind = kind;
    mKnown.insert(static_cast<nvinfer1::IDimensionExpr const*>(&node));
    return &node;
}

DimensionExpr const* ExprBuilder::find(nvinfer1::IDimensionExpr const* expr) const noexcept {
    return mKnown.count(expr) != 0 ? static_cast<DimensionExpr const*>(expr) : nullptr;
}

DimensionExpr const* ExprBuilder::constant(int64_t value) {
    DimensionExpr* node = add(DimensionExpr::Kind::kCONSTANT);
    node->value = value;
    return node;
}

DimensionExpr const* ExprBuilder::variable(std::string name) {
    DimensionExpr* node = add(DimensionExpr::Kind::kVARIABLE);
    node->name = std::move(name);
    return node;
}

bool ExprBuilder::checkOperands(char const* method, DimensionExpr const* first,
                                DimensionExpr const* second) const {
    if (first == nullptr || second == nullptr) {
        refuse(std::string("IExprBuilder::") + method + ": the " + (first == nullptr ? "first" : "second") +
               " expression was not made by this IExprBuilder");
        return false;
    }
    if (std::max(first->depth, second->depth) >= kMAX_DEPTH) {
        refuse(std::string("IExprBuilder::") + method + ": the expression is deeper than " +
               std::to_string(kMAX_DEPTH) + " operations");
        return false;
    }
    return true;
}

nvinfer1::IDimensionExpr const* ExprBuilder::operation(nvinfer1::DimensionOperation op,
                                                       nvinfer1::IDimensionExpr const& first,
                                                       nvinfer1::IDimensionExpr const& second) {
    if (!isOperation(op)) {
        refuse("IExprBuilder::operation: " + std::to_string(static_cast<int32_t>(op)) +
               " is not a DimensionOperation");
        return nullptr;
    }
    DimensionExpr const* const left = find(&first);
    DimensionExpr const* const right = find(&second);
    if (!checkOperands("operation", left, right)) {
        return nullptr;
    }
    if (left->isConstant() && right->isConstant()) {
        if (auto const folded = evaluate(op, left->value, right->value)) {
            return constant(*folded);
        }
    }
    DimensionExpr* node = add(DimensionExpr::Kind::kOPERATION);
    node->op = op;
    link(*node, *left, *right);
    return node;
}

nvinfer1::IDimensionExpr const* ExprBuilder::declareSizeTensor(int32_t outputIndex,
                                                               nvinfer1::IDimensionExpr const& opt,
                                                               nvinfer1::IDimensionExpr const& upper) {
    DimensionExpr const* const optNode = find(&opt);
    DimensionExpr const* const upperNode = find(&upper);
    if (!checkOperands("declareSizeTensor", optNode, upperNode)) {
        return nullptr;
    }
    if (outputIndex < 0) {
        refuse("IExprBuilder::declareSizeTensor: outputIndex " + std::to_string(outputIndex) +
               " is negative");
        return nullptr;
    }
    if (optNode->dependsOnSizeTensor) {
        refuse("IExprBuilder::declareSizeTensor: opt depends on a size tensor");
        return nullptr;
    }
    DimensionExpr* node = add(DimensionExpr::Kind::kSIZE_TENSOR);
    node->value = outputIndex;
    link(*node, *optNode, *upperNode);
    node->dependsOnSizeTensor = true;
    return node;
}

} // namespace workbook::registry
