//! cudaGetLastError() and the names and texts of errors.
#include "context.h"

using namespace workbook::emulator;

//! A sticky error is returned once by this function, too; the next call of anything else brings it back (seen
//! on an H200, CUDA 13.0).
extern "C" cudaError_t cudaGetLastError() {
    cudaError_t const error = lastError();
    lastError() = cudaSuccess;
    return error;
}

extern "C" cudaError_t cudaPeekAtLastError() { return lastError(); }

extern "C" char const* cudaGetErrorName(cudaError_t error) {
#define WORKBOOK_NAME(name, number, text)                                                                    \
    case name:                                                                                               \
        return #name;
    switch (error) { WORKBOOK_CUDA_ERRORS(WORKBOOK_NAME) }
    return "unrecognized error code";
}

extern "C" char const* cudaGetErrorString(cudaError_t error) {
#define WORKBOOK_TEXT(name, number, text)                                                                    \
    case name:                                                                                               \
        return text;
    switch (error) { WORKBOOK_CUDA_ERRORS(WORKBOOK_TEXT) }
    return "unrecognized error code";
}
