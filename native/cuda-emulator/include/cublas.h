//! Stand-in for cuBLAS's old header.
#pragma once
#include "cublas_v2.h"
