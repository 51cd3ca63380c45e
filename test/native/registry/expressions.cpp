#include "ExprBuilder.h"
#include "GlobalLogger.h"

#include "check.h"

#include <string>

using nvinfer1::DimensionOperation;
using nvinfer1::IDimensionExpr;
using workbook::registry::DimensionExpr;
using workbook::registry::ExprBuilder;

namespace {

class LastMessage final : public nvinfer1::ILogger {
public:
    std::string text;
    void log(Severity, char const* message) noexcept override { text = message; }
};

LastMessage gLog;
bool const gLogSet = (workbook::registry::setLogger(&gLog), true);

//! What a plugin does: through the interface, whose methods are inline calls through mImpl.
struct Plugin {
    ExprBuilder builder;
    nvinfer1::IExprBuilder& api{builder};

    IDimensionExpr const& x(int i) { return *builder.variable("x[" + std::to_string(i) + "]"); }
    IDimensionExpr const& number(int64_t value) { return *api.constant(value); }
    IDimensionExpr const* op(DimensionOperation op, IDimensionExpr const& a, IDimensionExpr const& b) {
        return api.operation(op, a, b);
    }
    std::string text(IDimensionExpr const* expr) {
        DimensionExpr const* const node = builder.find(expr);
        return node != nullptr ? node->toString() : "(unknown)";
    }
};

} // namespace

TEST("constants and variables, seen through the interface") {
    Plugin p;
    CHECK(gLogSet);
    CHECK(p.number(-5).isConstant());
    CHECK_EQUAL(p.number(-5).getConstantValue(), -5);
    CHECK(!p.x(0).isConstant());
    CHECK_EQUAL(p.x(0).getConstantValue(), INT64_MIN);
    CHECK(!p.x(0).isSizeTensor());
}

TEST("operations on constants are folded") {
    Plugin p;
    for (int op = 0; op <= static_cast<int>(DimensionOperation::kCEIL_DIV); ++op) {
        IDimensionExpr const* const folded =
            p.op(static_cast<DimensionOperation>(op), p.number(7), p.number(2));
        CHECK(folded != nullptr && folded->isConstant());
    }
    CHECK_EQUAL(p.op(DimensionOperation::kCEIL_DIV, p.number(7), p.number(2))->getConstantValue(), 4);
}

TEST("an operation with an unknown stays one") {
    Plugin p;
    IDimensionExpr const* const expr = p.op(DimensionOperation::kPROD, p.number(2), p.x(3));
    CHECK(!expr->isConstant());
    CHECK_EQUAL(p.text(expr), "2 * x[3]");
}

TEST("division by zero and overflow are neither folded nor fatal") {
    Plugin p;
    IDimensionExpr const* const zero = p.op(DimensionOperation::kFLOOR_DIV, p.number(4), p.number(0));
    CHECK(zero != nullptr && !zero->isConstant());
    CHECK_EQUAL(p.text(zero), "floor_div(4, 0)");
    IDimensionExpr const* const large = p.op(DimensionOperation::kPROD, p.number(INT64_MAX), p.number(2));
    CHECK(large != nullptr && !large->isConstant());
    CHECK(p.op(DimensionOperation::kSUM, *large, p.number(1)) != nullptr);
}

TEST("an invalid operation gives nullptr") {
    Plugin p;
    CHECK(p.op(static_cast<DimensionOperation>(9), p.x(0), p.x(1)) == nullptr);
    CHECK(p.op(static_cast<DimensionOperation>(-1), p.number(1), p.number(1)) == nullptr);
    CHECK_EQUAL(gLog.text, "IExprBuilder::operation: -1 is not a DimensionOperation");
}

TEST("an operand of another builder gives nullptr, dead or alive") {
    Plugin p;
    Plugin other;
    CHECK(p.op(DimensionOperation::kSUM, other.number(1), p.number(1)) == nullptr);
    CHECK_EQUAL(gLog.text, "IExprBuilder::operation: the first expression was not made by this IExprBuilder");
    CHECK(p.op(DimensionOperation::kSUM, p.number(1), other.number(1)) == nullptr);
    CHECK_EQUAL(gLog.text,
                "IExprBuilder::operation: the second expression was not made by this IExprBuilder");
    auto* const dead = new Plugin;
    IDimensionExpr const* const dangling = dead->api.constant(1);
    delete dead;
    CHECK(p.builder.find(dangling) == nullptr);
    CHECK(p.builder.find(nullptr) == nullptr);
    int notAnExpression = 0;
    CHECK(p.builder.find(reinterpret_cast<IDimensionExpr const*>(&notAnExpression)) == nullptr);
}

TEST("readable infix text") {
    Plugin p;
    auto const sum = p.op(DimensionOperation::kSUM, p.x(0), p.number(1));
    auto const difference = p.op(DimensionOperation::kSUB, p.x(0), *sum);
    CHECK_EQUAL(p.text(difference), "x[0] - (x[0] + 1)");
    CHECK_EQUAL(p.text(p.op(DimensionOperation::kSUB, *difference, p.x(1))), "x[0] - (x[0] + 1) - x[1]");
    CHECK_EQUAL(p.text(p.op(DimensionOperation::kPROD, *sum, p.number(2))), "(x[0] + 1) * 2");
    CHECK_EQUAL(p.text(p.op(DimensionOperation::kSUM, *sum, *sum)), "x[0] + 1 + x[0] + 1");
    CHECK_EQUAL(p.text(p.op(DimensionOperation::kCEIL_DIV, p.x(2), p.number(2))), "ceil_div(x[2], 2)");
    CHECK_EQUAL(p.text(p.op(DimensionOperation::kMAX, *sum, p.number(2))), "max(x[0] + 1, 2)");
    auto const less = p.op(DimensionOperation::kLESS, *sum, p.x(1));
    CHECK_EQUAL(p.text(less), "x[0] + 1 < x[1]");
    CHECK_EQUAL(p.text(p.op(DimensionOperation::kEQUAL, *less, p.number(1))), "(x[0] + 1 < x[1]) == 1");
    CHECK_EQUAL(p.text(p.op(DimensionOperation::kPROD, *less, p.x(3))), "(x[0] + 1 < x[1]) * x[3]");
}

TEST("size tensors") {
    Plugin p;
    auto const size = p.api.declareSizeTensor(1, p.number(8), p.x(0));
    CHECK(size != nullptr && size->isSizeTensor() && !size->isConstant());
    CHECK_EQUAL(p.text(size), "sizeTensor(1)");
    auto const twice = p.op(DimensionOperation::kPROD, *size, p.number(2));
    CHECK(!twice->isSizeTensor());
    CHECK(p.builder.find(twice)->dependsOnSizeTensor);
    CHECK(p.api.declareSizeTensor(2, *twice, p.x(0)) == nullptr);
    CHECK_EQUAL(gLog.text, "IExprBuilder::declareSizeTensor: opt depends on a size tensor");
    CHECK(p.api.declareSizeTensor(-1, p.x(0), p.x(0)) == nullptr);
    Plugin other;
    CHECK(p.api.declareSizeTensor(1, other.x(0), p.x(0)) == nullptr);
}

TEST("an expression too deep to walk is refused, one too large to print is cut") {
    Plugin p;
    IDimensionExpr const* expr = &p.x(0);
    for (int i = 0; i < ExprBuilder::kMAX_DEPTH - 1; ++i) {
        expr = p.op(DimensionOperation::kSUM, *expr, p.number(1));
    }
    CHECK(expr != nullptr);
    CHECK(p.text(expr).size() > 1000);
    CHECK(p.op(DimensionOperation::kSUM, *expr, p.number(1)) == nullptr);

    IDimensionExpr const* doubled = &p.x(0);
    for (int i = 0; i < 80; ++i) { // 2^80 nodes as a tree
        doubled = p.op(DimensionOperation::kSUM, *doubled, *doubled);
    }
    CHECK_EQUAL(p.builder.find(doubled)->nodeCount, INT64_MAX);
    CHECK(p.text(doubled).find("…") != std::string::npos);
    CHECK(p.text(doubled).size() < 1'000'000);
}

CHECK_MAIN
