//! Stand-in for CUDA's cuda.h, the driver API: the types that other headers mention. Its functions are not
//! there.
#pragma once
#include "driver_types.h"

#define CUDA_VERSION 12040

typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef cudaStream_t CUstream;
typedef cudaEvent_t CUevent;
typedef struct CUctx_st* CUcontext;
typedef struct CUmod_st* CUmodule;
typedef struct CUfunc_st* CUfunction;
