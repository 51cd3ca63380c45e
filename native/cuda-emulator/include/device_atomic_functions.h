//! Stand-in for CUDA's device_atomic_functions.h: atomic functions, which cuda_runtime.h has.
#pragma once
#include "cuda_runtime.h"
