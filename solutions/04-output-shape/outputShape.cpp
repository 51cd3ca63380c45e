#include <NvInfer.h>

#include "joinPlugin.h"

using namespace nvinfer1;

//! The shape of y, as expressions.
//!
//! \param inputs [0] x, [rows, a]; [1] z, [rows, b]. Any of these extents may be unknown.
//! \param outputs [0] to be filled: y, [rows, a + b rounded up to a multiple of mMultiple].
//! \param exprBuilder Makes expressions; they are valid until this method returns.
//! \return 0, or anything else where there is no such shape.
int32_t JoinPlugin::getOutputShapes(DimsExprs const* inputs, int32_t, DimsExprs const*, int32_t,
                                    DimsExprs* outputs, int32_t, IExprBuilder& exprBuilder) noexcept {
    IDimensionExpr const* multiple = exprBuilder.constant(mMultiple); // known now: a field, not an extent
    IDimensionExpr const* width =
        exprBuilder.operation(DimensionOperation::kSUM, *inputs[0].d[1], *inputs[1].d[1]);
    IDimensionExpr const* groups = exprBuilder.operation(DimensionOperation::kCEIL_DIV, *width, *multiple);
    outputs[0].nbDims = 2;
    outputs[0].d[0] = inputs[0].d[0];
    outputs[0].d[1] = exprBuilder.operation(DimensionOperation::kPROD, *groups, *multiple);
    return 0;
}
