//! Stand-in for CUDA's cooperative_groups/scan.h; all is in cooperative_groups.h.
#pragma once
#include "../cooperative_groups.h"
