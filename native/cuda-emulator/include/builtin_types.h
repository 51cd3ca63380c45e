//! Stand-in for CUDA's builtin_types.h: the built-in types, which cuda_runtime.h has.
#pragma once
#include "cuda_runtime.h"
