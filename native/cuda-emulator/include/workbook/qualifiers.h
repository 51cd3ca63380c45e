//! CUDA's declaration qualifiers.
//!
//! In a .cu file that src/cuda/compile.ts compiles (it defines __WORKBOOK_CUDACC__) those that the rewriter
//! reads stay as they are. In every other file they mean nothing, so that a header which a .cu and a .cpp
//! share can be included from both.
#pragma once

#define __host__
#define __grid_constant__
#define __forceinline__ __inline__ __attribute__((always_inline))
#define __align__(bytes) __attribute__((aligned(bytes)))

#if !defined(__WORKBOOK_CUDACC__)
#define __global__
#define __device__
#define __managed__
#define __shared__
#define __constant__
#define __launch_bounds__(...)
#endif
