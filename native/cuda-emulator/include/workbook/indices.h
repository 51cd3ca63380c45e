//! The built-in variables of a running thread: `threadIdx`, `blockIdx`, `blockDim`, `gridDim`, `warpSize`.
//!
//! They are ordinary names, so `dim3 blockDim(16, 16)` in a host function hides them as it does on a device.
//! The storage belongs to the runtime library (a copy per file would give wrong results silently), one set an
//! OS thread; a block's fibres share its OS thread and the scheduler switches `threadIdx`. Writing to them is
//! an error under nvcc.
#pragma once
#include "../vector_types.h"

#define WORKBOOK_THREAD_STATE(symbol) __asm__(#symbol) __attribute__((tls_model("initial-exec")))

extern "C" {
extern __thread uint3 threadIdx WORKBOOK_THREAD_STATE(workbookThreadIdx);
extern __thread uint3 blockIdx WORKBOOK_THREAD_STATE(workbookBlockIdx);
extern __thread dim3 blockDim WORKBOOK_THREAD_STATE(workbookBlockDim);
extern __thread dim3 gridDim WORKBOOK_THREAD_STATE(workbookGridDim);
}

static constexpr int warpSize = 32;
