//! Stand-in for CUDA's cuda_device_runtime_api.h: the runtime API, which cuda_runtime.h has.
#pragma once
#include "cuda_runtime.h"
