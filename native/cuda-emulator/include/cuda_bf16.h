//! Stand-in for CUDA's cuda_bf16.h: __nv_bfloat16, __nv_bfloat162 and their intrinsics.
#pragma once
#include "vector_functions.h"
#include "workbook/narrow_float.h"

struct __nv_bfloat16_raw {
    unsigned short x;
};

struct __attribute__((may_alias)) __nv_bfloat16 {
    unsigned short __x; //!< the upper half of a float

    __nv_bfloat16() = default;
    constexpr __nv_bfloat16(__nv_bfloat16_raw const& raw) : __x(raw.x) {}
    __nv_bfloat16(float value) : __x(::workbook::emulator::bfloatBits(value)) {}
    operator float() const { return ::workbook::emulator::floatOfBfloat(__x); }
    operator __nv_bfloat16_raw() const { return {__x}; }
    WORKBOOK_NARROW_CONVERSIONS(__nv_bfloat16)
};

struct __attribute__((may_alias, aligned(4))) __nv_bfloat162 {
    __nv_bfloat16 x, y;

    __nv_bfloat162() = default;
    __nv_bfloat162(__nv_bfloat16 const& low, __nv_bfloat16 const& high) : x(low), y(high) {}
};

typedef __nv_bfloat16 nv_bfloat16;
typedef __nv_bfloat162 nv_bfloat162;

inline __nv_bfloat16 __ushort_as_bfloat16(unsigned short bits) { return __nv_bfloat16_raw{bits}; }
inline __nv_bfloat16 __short_as_bfloat16(short bits) {
    return __nv_bfloat16_raw{static_cast<unsigned short>(bits)};
}
inline unsigned short __bfloat16_as_ushort(__nv_bfloat16 value) { return value.__x; }
inline short __bfloat16_as_short(__nv_bfloat16 value) { return static_cast<short>(value.__x); }

inline float __bfloat162float(__nv_bfloat16 value) { return value; }
inline __nv_bfloat16 __float2bfloat16(float value) { return value; }
inline __nv_bfloat16 __float2bfloat16_rn(float value) { return value; }
inline __nv_bfloat16 __double2bfloat16(double value) { return value; }
inline __nv_bfloat16 __float2bfloat16_rz(float value) {
    return __ushort_as_bfloat16(
        ::workbook::emulator::bfloatBits(value, ::workbook::emulator::Rounding::kTOWARDS_ZERO));
}
inline __nv_bfloat16 __float2bfloat16_rd(float value) {
    return __ushort_as_bfloat16(
        ::workbook::emulator::bfloatBits(value, ::workbook::emulator::Rounding::kDOWN));
}
inline __nv_bfloat16 __float2bfloat16_ru(float value) {
    return __ushort_as_bfloat16(::workbook::emulator::bfloatBits(value, ::workbook::emulator::Rounding::kUP));
}

inline __nv_bfloat162 __halves2bfloat162(__nv_bfloat16 low, __nv_bfloat16 high) { return {low, high}; }
inline __nv_bfloat162 make_bfloat162(__nv_bfloat16 x, __nv_bfloat16 y) { return {x, y}; }
inline __nv_bfloat162 __bfloat162bfloat162(__nv_bfloat16 both) { return {both, both}; }
inline __nv_bfloat162 __float2bfloat162_rn(float both) { return {both, both}; }
inline __nv_bfloat162 __floats2bfloat162_rn(float low, float high) { return {low, high}; }
inline __nv_bfloat162 __float22bfloat162_rn(float2 pair) { return {pair.x, pair.y}; }
inline float2 __bfloat1622float2(__nv_bfloat162 pair) { return {pair.x, pair.y}; }
inline __nv_bfloat16 __low2bfloat16(__nv_bfloat162 pair) { return pair.x; }
inline __nv_bfloat16 __high2bfloat16(__nv_bfloat162 pair) { return pair.y; }
inline float __low2float(__nv_bfloat162 pair) { return pair.x; }
inline float __high2float(__nv_bfloat162 pair) { return pair.y; }
inline __nv_bfloat162 __low2bfloat162(__nv_bfloat162 pair) { return {pair.x, pair.x}; }
inline __nv_bfloat162 __high2bfloat162(__nv_bfloat162 pair) { return {pair.y, pair.y}; }
inline __nv_bfloat162 __lows2bfloat162(__nv_bfloat162 a, __nv_bfloat162 b) { return {a.x, b.x}; }
inline __nv_bfloat162 __highs2bfloat162(__nv_bfloat162 a, __nv_bfloat162 b) { return {a.y, b.y}; }

WORKBOOK_NARROW_ARITHMETIC(__nv_bfloat16, __nv_bfloat162)
WORKBOOK_NARROW_INTEGERS(__nv_bfloat16, bfloat16)

#if !defined(__CUDA_NO_BFLOAT16_OPERATORS__)
WORKBOOK_NARROW_OPERATORS(__nv_bfloat16, __nv_bfloat162)
#endif
