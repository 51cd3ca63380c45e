#include "Errors.h"

namespace workbook::binding {
namespace {

template <class ErrorType>
ErrorType errorWithCode(Napi::Env env, char const* code, std::string const& message) {
    ErrorType error = ErrorType::New(env, message);
    error.Set("code", Napi::String::New(env, code));
    return error;
}

//! A short text of any value, without running code of its own.
std::string describe(Napi::Value value) {
    switch (value.Type()) {
    case napi_undefined:
        return "undefined";
    case napi_null:
        return "null";
    case napi_boolean:
        return value.As<Napi::Boolean>().Value() ? "true" : "false";
    case napi_number:
        return value.ToString().Utf8Value();
    case napi_bigint:
        return value.ToString().Utf8Value() + "n";
    case napi_string: {
        std::string const text = value.As<Napi::String>().Utf8Value();
        return "\"" + (text.size() <= 60 ? text : text.substr(0, 60) + "…") + "\"";
    }
    case napi_symbol:
        return "a symbol";
    case napi_function:
        return "a function";
    case napi_object:
        return value.IsArray() ? "an array of length " + std::to_string(value.As<Napi::Array>().Length())
                               : "an object";
    case napi_external:
        break;
    }
    return "something else";
}

} // namespace

void throwError(Napi::Env env, char const* code, std::string const& message) {
    throw errorWithCode<Napi::Error>(env, code, message);
}

void throwTypeError(Napi::Env env, char const* code, std::string const& message) {
    throw errorWithCode<Napi::TypeError>(env, code, message);
}

void checkCuda(Napi::Env env, cudaError_t status, char const* call) {
    if (status == cudaSuccess) {
        return;
    }
    char const* const name = cudaGetErrorName(status);
    Napi::Error error = errorWithCode<Napi::Error>(env, "CUDA_ERROR",
                                                   std::string("Cannot complete ") + call + ": " + name +
                                                       " (" + std::to_string(static_cast<int>(status)) +
                                                       "), " + cudaGetErrorString(status));
    error.Set("cudaError", Napi::Number::New(env, static_cast<int>(status)));
    error.Set("cudaErrorName", Napi::String::New(env, name));
    throw error;
}

std::string Where::toString() const {
    if (mParent == nullptr) {
        return mName;
    }
    std::string const parent = mParent->toString();
    if (mName == nullptr) {
        return parent + "[" + std::to_string(mIndex) + "]";
    }
    return parent + (mParent->mParent == nullptr ? ": " : ".") + mName;
}

void throwArgument(Where const& where, std::string const& expected, Napi::Value actual) {
    throwTypeError(actual.Env(), "ARGUMENT_INVALID",
                   "Cannot call " + where.toString() + ": expected " + expected + ", got " +
                       describe(actual));
}

} // namespace workbook::binding
