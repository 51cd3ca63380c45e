//! Stand-in for NVTX's CUDA runtime part: naming streams and events for a profiler.
#pragma once
#include "nvToolsExt.h"
