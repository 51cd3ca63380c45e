//! Stand-in for CUDA's device_functions.h: the device side, which cuda_runtime.h has.
#pragma once
#include "cuda_runtime.h"
