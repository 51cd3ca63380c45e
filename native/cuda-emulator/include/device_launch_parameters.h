//! Stand-in for CUDA's device_launch_parameters.h: `threadIdx` and its kin, in .cu files only.
#pragma once
#include "vector_types.h"

#if defined(__WORKBOOK_CUDACC__)
#include "workbook/indices.h"
#endif
