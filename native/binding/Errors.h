#pragma once

#include <cuda_runtime_api.h>
#include <napi.h>
#include <string>

namespace workbook::binding {

//! Throws a JavaScript Error with a `code`.
[[noreturn]] void throwError(Napi::Env env, char const* code, std::string const& message);
//! Throws a JavaScript TypeError with a `code`.
[[noreturn]] void throwTypeError(Napi::Env env, char const* code, std::string const& message);

//! Throws where `status` is not cudaSuccess: code `CUDA_ERROR`, `cudaError` its number, `cudaErrorName` its
//! name.
//! \param call The function that returned it, e.g. `cudaMalloc`.
void checkCuda(Napi::Env env, cudaError_t status, char const* call);

//! Where in a call's arguments a value was found; turned into text only for an error.
class Where {
public:
    //! \param method e.g. `configurePlugin`
    explicit Where(char const* method) : mName(method) {}
    Where(Where const& parent, char const* name) : mParent(&parent), mName(name) {}
    Where(Where const& parent, uint32_t index) : mParent(&parent), mIndex(index) {}

    //! e.g. `configurePlugin: inputs[0].desc.dims`
    std::string toString() const;

private:
    Where const* mParent{nullptr};
    char const* mName{nullptr}; //!< nullptr: an index
    uint32_t mIndex{0};
};

//! Throws a TypeError, code `ARGUMENT_INVALID`, saying what was expected where and what came.
[[noreturn]] void throwArgument(Where const& where, std::string const& expected, Napi::Value actual);

} // namespace workbook::binding
