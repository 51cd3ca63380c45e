#include "Expressions.h"

#include "EnumNames.h"

namespace workbook::binding {
namespace {

DimensionExpr& toExpr(Napi::Value value, Where const& where, registry::ExprBuilder const& builder) {
    auto* const expr = unwrapIf<DimensionExpr>(value);
    if (expr == nullptr) {
        throwArgument(where, "an expression made by an ExprBuilder", value);
    }
    if (expr->builder() != &builder) {
        throwTypeError(value.Env(), "EXPRESSION_FOREIGN",
                       "Cannot call " + where.toString() + ": the expression " + expr->expr()->toString() +
                           " was made by another ExprBuilder");
    }
    return *expr;
}

Napi::Value newExpr(Napi::Env env, std::shared_ptr<registry::ExprBuilder> const& builder,
                    registry::DimensionExpr const* expr) {
    DimensionExpr::Init init{builder, expr};
    return construct(env, AddonData::of(env).dimensionExpr, init);
}

Napi::Object toNode(Napi::Env env, registry::DimensionExpr const& expr) {
    using Kind = registry::DimensionExpr::Kind;
    Napi::Object node = Napi::Object::New(env);
    switch (expr.kind) {
    case Kind::kCONSTANT:
        node.Set("constant", fromInteger(env, expr.value));
        break;
    case Kind::kVARIABLE:
        node.Set("variable", Napi::String::New(env, expr.name));
        break;
    case Kind::kOPERATION:
        node.Set("operation",
                 Napi::String::New(env, kDIMENSION_OPERATION_NAMES[static_cast<int32_t>(expr.op)]));
        node.Set("first", toNode(env, *expr.first));
        node.Set("second", toNode(env, *expr.second));
        break;
    case Kind::kSIZE_TENSOR:
        node.Set("sizeTensor", fromInteger(env, expr.value));
        node.Set("opt", toNode(env, *expr.first));
        node.Set("upper", toNode(env, *expr.second));
        break;
    }
    return node;
}

} // namespace

napi_type_tag const ExprBuilder::kTYPE_TAG = typeTag(1);
napi_type_tag const DimensionExpr::kTYPE_TAG = typeTag(2);

Napi::Function ExprBuilder::define(Napi::Env env) {
    return DefineClass(env, "ExprBuilder",
                       {InstanceMethod<&ExprBuilder::constant>("constant"),
                        InstanceMethod<&ExprBuilder::variable>("variable"),
                        InstanceMethod<&ExprBuilder::operation>("operation"),
                        InstanceMethod<&ExprBuilder::declareSizeTensor>("declareSizeTensor")});
}

ExprBuilder::ExprBuilder(Napi::CallbackInfo const& info)
    : ObjectWrap(info), mBuilder(std::make_shared<registry::ExprBuilder>()) {
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

Napi::Value ExprBuilder::wrap(Napi::Env env, nvinfer1::IDimensionExpr const* expr) const {
    registry::DimensionExpr const* const node = mBuilder->find(expr);
    return node == nullptr ? env.Null() : newExpr(env, mBuilder, node);
}

Napi::Value ExprBuilder::constant(Napi::CallbackInfo const& info) {
    Where const where("constant");
    int64_t const value = toInteger(info[0], Where(where, "value"), -kMOST_SAFE_INTEGER, kMOST_SAFE_INTEGER);
    return wrap(info.Env(), mBuilder->constant(value));
}

Napi::Value ExprBuilder::variable(Napi::CallbackInfo const& info) {
    Where const where("variable");
    return wrap(info.Env(), mBuilder->variable(toText(info[0], Where(where, "name"))));
}

Napi::Value ExprBuilder::operation(Napi::CallbackInfo const& info) {
    Where const where("operation");
    auto const op = toDimensionOperation(info[0], Where(where, "op"));
    DimensionExpr& first = toExpr(info[1], Where(where, "first"), *mBuilder);
    DimensionExpr& second = toExpr(info[2], Where(where, "second"), *mBuilder);
    nvinfer1::IExprBuilder& builder = *mBuilder;
    return wrap(info.Env(), builder.operation(op, *first.expr(), *second.expr()));
}

Napi::Value ExprBuilder::declareSizeTensor(Napi::CallbackInfo const& info) {
    Where const where("declareSizeTensor");
    auto const index = static_cast<int32_t>(toInteger(info[0], Where(where, "outputIndex"), 0, INT32_MAX));
    DimensionExpr& opt = toExpr(info[1], Where(where, "opt"), *mBuilder);
    DimensionExpr& upper = toExpr(info[2], Where(where, "upper"), *mBuilder);
    if (opt.expr()->dependsOnSizeTensor) {
        throwArgument(Where(where, "opt"), "an expression that does not depend on a size tensor", info[1]);
    }
    return wrap(info.Env(), mBuilder->declareSizeTensor(index, *opt.expr(), *upper.expr()));
}

Napi::Function DimensionExpr::define(Napi::Env env) {
    return DefineClass(env, "DimensionExpr",
                       {InstanceMethod<&DimensionExpr::isConstant>("isConstant"),
                        InstanceMethod<&DimensionExpr::getConstantValue>("getConstantValue"),
                        InstanceMethod<&DimensionExpr::isSizeTensor>("isSizeTensor"),
                        InstanceMethod<&DimensionExpr::toJSON>("toJSON"),
                        InstanceMethod<&DimensionExpr::toString>("toString")});
}

DimensionExpr::DimensionExpr(Napi::CallbackInfo const& info)
    : ObjectWrap(info), mInit(takePending<Init>(info)) {
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

Napi::Value DimensionExpr::isConstant(Napi::CallbackInfo const& info) {
    return Napi::Boolean::New(info.Env(), mInit.expr->isConstant());
}

Napi::Value DimensionExpr::getConstantValue(Napi::CallbackInfo const& info) {
    return fromInteger(info.Env(), mInit.expr->isConstant() ? mInit.expr->value : -kMOST_SAFE_INTEGER);
}

Napi::Value DimensionExpr::isSizeTensor(Napi::CallbackInfo const& info) {
    return Napi::Boolean::New(info.Env(), mInit.expr->isSizeTensor());
}

Napi::Value DimensionExpr::toJSON(Napi::CallbackInfo const& info) {
    // Shared nodes are written out each time: doubling an expression sixty times would not end.
    if (mInit.expr->nodeCount > registry::DimensionExpr::kMAX_PRINTED_NODES) {
        throwError(info.Env(), "EXPRESSION_TOO_LARGE",
                   "Cannot convert the expression: it has more than " +
                       std::to_string(registry::DimensionExpr::kMAX_PRINTED_NODES) + " nodes");
    }
    return toNode(info.Env(), *mInit.expr);
}

Napi::Value DimensionExpr::toString(Napi::CallbackInfo const& info) {
    return Napi::String::New(info.Env(), mInit.expr->toString());
}

ExprBuilder& toExprBuilder(Napi::Value value, Where const& where) {
    auto* const builder = unwrapIf<ExprBuilder>(value);
    if (builder == nullptr) {
        throwArgument(where, "an ExprBuilder", value);
    }
    return *builder;
}

nvinfer1::DimsExprs toDimsExprs(Napi::Value value, Where const& where, registry::ExprBuilder const& builder) {
    Napi::Array array;
    nvinfer1::DimsExprs dims{};
    dims.nbDims = static_cast<int32_t>(toArray(value, where, nvinfer1::Dims::MAX_DIMS, array));
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        auto const index = static_cast<uint32_t>(i);
        dims.d[i] = toExpr(array.Get(index), Where(where, index), builder).expr();
    }
    return dims;
}

std::vector<nvinfer1::DimsExprs> toDimsExprsList(Napi::Value value, Where const& where,
                                                 registry::ExprBuilder const& builder) {
    Napi::Array array;
    uint32_t const length = toArray(value, where, kMOST_TENSORS, array);
    std::vector<nvinfer1::DimsExprs> list;
    for (uint32_t i = 0; i < length; ++i) {
        list.push_back(toDimsExprs(array.Get(i), Where(where, i), builder));
    }
    return list;
}

Napi::Value fromDimsExprs(Napi::Env env, nvinfer1::DimsExprs const& dims,
                          std::shared_ptr<registry::ExprBuilder> const& builder, Origin const& origin) {
    if (dims.nbDims < 0 || dims.nbDims > nvinfer1::Dims::MAX_DIMS) {
        origin.refuse(env, "nbDims is " + std::to_string(dims.nbDims) + ", expected 0 to 8");
    }
    Napi::Array array = Napi::Array::New(env, static_cast<size_t>(dims.nbDims));
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        registry::DimensionExpr const* const expr = builder->find(dims.d[i]);
        if (expr == nullptr) {
            origin.refuse(env,
                          "dimension " + std::to_string(i) +
                              (dims.d[i] == nullptr ? " is a null pointer"
                                                    : " was not made by the IExprBuilder of this call"),
                          "EXPRESSION_FOREIGN");
        }
        array.Set(static_cast<uint32_t>(i), newExpr(env, builder, expr));
    }
    return array;
}

} // namespace workbook::binding
