#include "DimensionExpr.h"

namespace workbook::registry {
namespace {

using nvinfer1::DimensionOperation;

//! How tightly an operation binds when printed; function-like ones never need parentheses.
enum Precedence { kCOMPARISON = 1, kADDITIVE = 2, kMULTIPLICATIVE = 3, kATOM = 4 };

struct Notation {
    char const* text;
    Precedence precedence;
};

Notation notationOf(DimensionOperation op) {
    switch (op) {
    case DimensionOperation::kSUM:
        return {" + ", kADDITIVE};
    case DimensionOperation::kPROD:
        return {" * ", kMULTIPLICATIVE};
    case DimensionOperation::kMAX:
        return {"max", kATOM};
    case DimensionOperation::kMIN:
        return {"min", kATOM};
    case DimensionOperation::kSUB:
        return {" - ", kADDITIVE};
    case DimensionOperation::kEQUAL:
        return {" == ", kCOMPARISON};
    case DimensionOperation::kLESS:
        return {" < ", kCOMPARISON};
    case DimensionOperation::kFLOOR_DIV:
        return {"floor_div", kATOM};
    case DimensionOperation::kCEIL_DIV:
        return {"ceil_div", kATOM};
    }
    return {"?", kATOM};
}

Precedence precedenceOf(DimensionExpr const& expr) {
    return expr.kind == DimensionExpr::Kind::kOPERATION ? notationOf(expr.op).precedence : kATOM;
}

class Printer {
public:
    std::string text;

    void print(DimensionExpr const& expr) {
        if (++mNodes > DimensionExpr::kMAX_PRINTED_NODES) {
            text += "…";
            return;
        }
        switch (expr.kind) {
        case DimensionExpr::Kind::kCONSTANT:
            text += std::to_string(expr.value);
            return;
        case DimensionExpr::Kind::kVARIABLE:
            text += expr.name;
            return;
        case DimensionExpr::Kind::kSIZE_TENSOR:
            text += "sizeTensor(" + std::to_string(expr.value) + ")";
            return;
        case DimensionExpr::Kind::kOPERATION:
            printOperation(expr);
            return;
        }
    }

private:
    void printOperation(DimensionExpr const& expr) {
        Notation const notation = notationOf(expr.op);
        if (notation.precedence == kATOM) {
            text += notation.text;
            text += "(";
            print(*expr.first);
            text += ", ";
            print(*expr.second);
            text += ")";
            return;
        }
        // Left to right; a right operand of equal precedence keeps its parentheses (a - (b - c)), unless the
        // operation is associative and the same.
        bool const associative = expr.op == DimensionOperation::kSUM || expr.op == DimensionOperation::kPROD;
        bool const sameOp =
            expr.second->kind == DimensionExpr::Kind::kOPERATION && expr.second->op == expr.op;
        bool const comparison = notation.precedence == kCOMPARISON;
        printChild(*expr.first, precedenceOf(*expr.first) < notation.precedence ||
                                    (comparison && precedenceOf(*expr.first) == kCOMPARISON));
        text += notation.text;
        printChild(*expr.second,
                   precedenceOf(*expr.second) < notation.precedence ||
                       (precedenceOf(*expr.second) == notation.precedence && !(associative && sameOp)));
    }

    void printChild(DimensionExpr const& expr, bool parentheses) {
        text += parentheses ? "(" : "";
        print(expr);
        text += parentheses ? ")" : "";
    }

    int64_t mNodes{0};
};

} // namespace

std::string DimensionExpr::toString() const {
    Printer printer;
    printer.print(*this);
    return printer.text;
}

} // namespace workbook::registry
