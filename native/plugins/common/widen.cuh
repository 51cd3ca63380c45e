#pragma once
#include <cstdint>
#include <cuda_fp16.h>

//! Elements are computed with as float whatever they are stored as: a sum of FP16 values kept in FP16 loses
//! digits at every step.
namespace workbook {

// ANCHOR: widen
__device__ inline float widen(float value) { return value; }
__device__ inline float widen(__half value) { return __half2float(value); }

//! Rounds to nearest even.
__device__ inline void narrow(float value, float& result) { result = value; }
__device__ inline void narrow(float value, __half& result) { result = __float2half(value); }
// ANCHOR_END: widen

} // namespace workbook
