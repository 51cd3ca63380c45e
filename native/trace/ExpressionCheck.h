#pragma once

#include "Export.h"
#include "NvInferRuntime.h"

namespace workbook::trace {

//! Says whether `builder` made the expression that `expr` points to. It may only compare addresses.
using ExpressionCheck = bool (*)(nvinfer1::IExprBuilder& builder, nvinfer1::IDimensionExpr const* expr);

//! Lets a host that knows its expressions keep the trace from reading a pointer that a plugin made up.
//! \param check nullptr, the default: every non-null pointer is taken to be good.
WORKBOOK_EXPORT void setExpressionCheck(ExpressionCheck check) noexcept;

bool mayRead(nvinfer1::IExprBuilder& builder, nvinfer1::IDimensionExpr const* expr) noexcept;

} // namespace workbook::trace
