//! Stand-in for cuBLASLt's header: handles that plugin headers mention.
#pragma once
#include "cublas_v2.h"

typedef struct cublasLtContext* cublasLtHandle_t;
