//! Stand-in for CUDA's host_defines.h: the declaration qualifiers.
#pragma once
#include "workbook/qualifiers.h"
