/// Dimensions as expressions, and the descriptors that plugins are configured with. Included by
/// NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_EXPRESSIONS_H
#define NV_INFER_STAND_IN_EXPRESSIONS_H

#include "../NvInferImpl.h"
#include "../NvInferRuntimePlugin.h"
#include "RuntimeTypes.h"

namespace nvinfer1 {

/// An extent as an expression, perhaps of extents that are not known yet. Valid until the plugin method that
/// was handed it, or made it, returns.
class IDimensionExpr : public INoCopy {
public:
    /// Whether the value is known while the network is built.
    bool isConstant() const noexcept { return mImpl->isConstant(); }

    /// The value where isConstant(); INT64_MIN otherwise.
    int64_t getConstantValue() const noexcept { return mImpl->getConstantValue(); }

protected:
    apiv::VDimensionExpr* mImpl;
    virtual ~IDimensionExpr() noexcept = default;

public:
    /// Whether this is what IExprBuilder::declareSizeTensor() returned.
    bool isSizeTensor() const noexcept { return mImpl->isSizeTensor(); }
};

/// Makes expressions, and owns them. Valid only during the method that it is passed to.
class IExprBuilder : public INoCopy {
public:
    /// The expression for `value`.
    IDimensionExpr const* constant(int64_t value) noexcept { return mImpl->constant(value); }

    /// `op` applied to both; nullptr where `op` is no operation.
    IDimensionExpr const* operation(DimensionOperation op, IDimensionExpr const& first,
                                    IDimensionExpr const& second) noexcept {
        return mImpl->operation(op, first, second);
    }

protected:
    apiv::VExprBuilder* mImpl;
    virtual ~IExprBuilder() noexcept = default;

public:
    /// Declares output `outputIndex` to be a scalar that enqueue() writes, and returns the extent it stands
    /// for. The tuner takes `opt` for it, memory is planned for `upper`; `opt` does not depend on another
    /// size tensor. IPluginV3 only.
    IDimensionExpr const* declareSizeTensor(int32_t outputIndex, IDimensionExpr const& opt,
                                            IDimensionExpr const& upper) {
        return mImpl->declareSizeTensor(outputIndex, opt, upper);
    }
};

/// Dims whose extents are expressions.
class DimsExprs {
public:
    int32_t nbDims;
    IDimensionExpr const* d[Dims::MAX_DIMS];
};

/// A tensor with the range of its shape. When configured at build, desc.dims holds -1 for what is not known.
struct DynamicPluginTensorDesc {
    PluginTensorDesc desc;
    Dims min; ///< Lower bounds of the extents.
    Dims max; ///< Upper bounds.
    Dims opt; ///< The extents to tune for. Filled for IPluginV3 only.
};

} // namespace nvinfer1

#endif // NV_INFER_STAND_IN_EXPRESSIONS_H
