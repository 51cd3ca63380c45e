//! Stand-in for cuBLAS's header: types and handles. A routine that is called refuses
//! (workbook/library_status.h).
#pragma once
#include "cuda_bf16.h"
#include "cuda_fp16.h"
#include "cuda_runtime_api.h"
#include "library_types.h"
#include "workbook/library_status.h"

typedef struct cublasContext* cublasHandle_t;
typedef cudaDataType cublasDataType_t;

enum cublasStatus_t {
    CUBLAS_STATUS_SUCCESS = 0,
    CUBLAS_STATUS_NOT_INITIALIZED = 1,
    CUBLAS_STATUS_ALLOC_FAILED = 3,
    CUBLAS_STATUS_INVALID_VALUE = 7,
    CUBLAS_STATUS_ARCH_MISMATCH = 8,
    CUBLAS_STATUS_MAPPING_ERROR = 11,
    CUBLAS_STATUS_EXECUTION_FAILED = 13,
    CUBLAS_STATUS_INTERNAL_ERROR = 14,
    CUBLAS_STATUS_NOT_SUPPORTED = 15,
    CUBLAS_STATUS_LICENSE_ERROR = 16
};
enum cublasOperation_t { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1, CUBLAS_OP_C = 2 };
enum cublasFillMode_t { CUBLAS_FILL_MODE_LOWER = 0, CUBLAS_FILL_MODE_UPPER = 1, CUBLAS_FILL_MODE_FULL = 2 };
enum cublasSideMode_t { CUBLAS_SIDE_LEFT = 0, CUBLAS_SIDE_RIGHT = 1 };
enum cublasDiagType_t { CUBLAS_DIAG_NON_UNIT = 0, CUBLAS_DIAG_UNIT = 1 };
enum cublasPointerMode_t { CUBLAS_POINTER_MODE_HOST = 0, CUBLAS_POINTER_MODE_DEVICE = 1 };
enum cublasMath_t {
    CUBLAS_DEFAULT_MATH = 0,
    CUBLAS_TENSOR_OP_MATH = 1,
    CUBLAS_PEDANTIC_MATH = 2,
    CUBLAS_TF32_TENSOR_OP_MATH = 3
};
enum cublasGemmAlgo_t {
    CUBLAS_GEMM_DEFAULT = -1,
    CUBLAS_GEMM_DFALT = -1,
    CUBLAS_GEMM_DEFAULT_TENSOR_OP = 99
};
enum cublasComputeType_t {
    CUBLAS_COMPUTE_16F = 64,
    CUBLAS_COMPUTE_32F = 68,
    CUBLAS_COMPUTE_64F = 70,
    CUBLAS_COMPUTE_32I = 72,
    CUBLAS_COMPUTE_32F_FAST_16F = 74,
    CUBLAS_COMPUTE_32F_FAST_TF32 = 77
};

#define WORKBOOK_CUBLAS(routine) WORKBOOK_NOT_EMULATED(cublasStatus_t, CUBLAS_STATUS_NOT_SUPPORTED, routine)
WORKBOOK_CUBLAS(cublasCreate)
WORKBOOK_CUBLAS(cublasCreate_v2)
WORKBOOK_CUBLAS(cublasDestroy)
WORKBOOK_CUBLAS(cublasDestroy_v2)
WORKBOOK_CUBLAS(cublasSetStream)
WORKBOOK_CUBLAS(cublasGetStream)
WORKBOOK_CUBLAS(cublasSetMathMode)
WORKBOOK_CUBLAS(cublasSetPointerMode)
WORKBOOK_CUBLAS(cublasSgemm)
WORKBOOK_CUBLAS(cublasDgemm)
WORKBOOK_CUBLAS(cublasHgemm)
WORKBOOK_CUBLAS(cublasSgemv)
WORKBOOK_CUBLAS(cublasSaxpy)
WORKBOOK_CUBLAS(cublasScopy)
WORKBOOK_CUBLAS(cublasSscal)
WORKBOOK_CUBLAS(cublasSdot)
WORKBOOK_CUBLAS(cublasSgeam)
WORKBOOK_CUBLAS(cublasGemmEx)
WORKBOOK_CUBLAS(cublasSgemmStridedBatched)
WORKBOOK_CUBLAS(cublasHgemmStridedBatched)
WORKBOOK_CUBLAS(cublasGemmStridedBatchedEx)
WORKBOOK_CUBLAS(cublasSgemmBatched)
WORKBOOK_CUBLAS(cublasGemmBatchedEx)
WORKBOOK_CUBLAS(cublasSetWorkspace)
WORKBOOK_CUBLAS(cublasGetVersion)
WORKBOOK_CUBLAS(cublasIsamax)
WORKBOOK_CUBLAS(cublasSnrm2)
WORKBOOK_CUBLAS(cublasSasum)
WORKBOOK_CUBLAS(cublasSgemmEx)
WORKBOOK_CUBLAS(cublasDgemv)
WORKBOOK_CUBLAS(cublasDaxpy)
WORKBOOK_CUBLAS(cublasStrsm)
WORKBOOK_CUBLAS(cublasSgemmGroupedBatched)
WORKBOOK_CUBLAS(cublasHgemmBatched)
WORKBOOK_CUBLAS(cublasDgemmBatched)
WORKBOOK_CUBLAS(cublasDgemmStridedBatched)

inline char const* cublasGetStatusString(cublasStatus_t status) {
    return status == CUBLAS_STATUS_NOT_SUPPORTED ? "not supported by the CUDA emulator" : "cublas status";
}
