#pragma once

#include "AddonData.h"
#include "ExprBuilder.h"
#include "convert.h"

#include <memory>

namespace workbook::binding {

//! `new ExprBuilder()`: the IExprBuilder handed to plugins, and the host's way to name unknown extents.
class ExprBuilder final : public Napi::ObjectWrap<ExprBuilder> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit ExprBuilder(Napi::CallbackInfo const& info);

    std::shared_ptr<registry::ExprBuilder> const& builder() const { return mBuilder; }

private:
    Napi::Value constant(Napi::CallbackInfo const& info);
    Napi::Value variable(Napi::CallbackInfo const& info);
    Napi::Value operation(Napi::CallbackInfo const& info);
    Napi::Value declareSizeTensor(Napi::CallbackInfo const& info);

    Napi::Value wrap(Napi::Env env, nvinfer1::IDimensionExpr const* expr) const;

    std::shared_ptr<registry::ExprBuilder> mBuilder;
};

//! An expression. It keeps its builder alive, so that one held by JavaScript never dangles.
class DimensionExpr final : public Napi::ObjectWrap<DimensionExpr> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    //! What construct() hands over.
    struct Init {
        std::shared_ptr<registry::ExprBuilder> builder;
        registry::DimensionExpr const* expr;
    };

    explicit DimensionExpr(Napi::CallbackInfo const& info);

    registry::DimensionExpr const* expr() const { return mInit.expr; }
    registry::ExprBuilder const* builder() const { return mInit.builder.get(); }

private:
    Napi::Value isConstant(Napi::CallbackInfo const& info);
    Napi::Value getConstantValue(Napi::CallbackInfo const& info);
    Napi::Value isSizeTensor(Napi::CallbackInfo const& info);
    Napi::Value toJSON(Napi::CallbackInfo const& info);
    Napi::Value toString(Napi::CallbackInfo const& info);

    Init mInit;
};

ExprBuilder& toExprBuilder(Napi::Value value, Where const& where);

//! An array of expressions of `builder`, one an extent.
nvinfer1::DimsExprs toDimsExprs(Napi::Value value, Where const& where, registry::ExprBuilder const& builder);
std::vector<nvinfer1::DimsExprs> toDimsExprsList(Napi::Value value, Where const& where,
                                                 registry::ExprBuilder const& builder);

//! The expressions a plugin returned. \throws Napi::Error `PLUGIN_RESULT_INVALID` for a wrong number of dims,
//! `EXPRESSION_FOREIGN` for a pointer that `builder` did not make, null included.
Napi::Value fromDimsExprs(Napi::Env env, nvinfer1::DimsExprs const& dims,
                          std::shared_ptr<registry::ExprBuilder> const& builder, Origin const& origin);

} // namespace workbook::binding
