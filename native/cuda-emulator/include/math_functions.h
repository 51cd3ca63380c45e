//! Stand-in for CUDA's math_functions.h: math functions, which cuda_runtime.h has.
#pragma once
#include "cuda_runtime.h"
