//! Stand-in for CUDA's cooperative_groups/reduce.h; all is in cooperative_groups.h.
#pragma once
#include "../cooperative_groups.h"
