//! Stand-in for CUDA's cuda_fp16.h: __half, __half2 and their intrinsics. Works in .cu and plain .cpp files.
#pragma once
#include "vector_functions.h"
#include "workbook/narrow_float.h"

struct __half_raw {
    unsigned short x;
};

struct __attribute__((may_alias)) __half {
    unsigned short __x; //!< IEEE binary16

    __half() = default;
    constexpr __half(__half_raw const& raw) : __x(raw.x) {}
    __half(float value) : __x(::workbook::emulator::halfBits(value)) {}
    operator float() const { return ::workbook::emulator::floatOfHalf(__x); }
    operator __half_raw() const { return {__x}; }
    WORKBOOK_NARROW_CONVERSIONS(__half)
};

struct __half2_raw {
    unsigned short x, y;
};

struct __attribute__((may_alias, aligned(4))) __half2 {
    __half x, y;

    __half2() = default;
    __half2(__half const& low, __half const& high) : x(low), y(high) {}
    __half2(__half2_raw const& raw) : x(__half_raw{raw.x}), y(__half_raw{raw.y}) {}
};

#if !defined(CUDA_NO_HALF)
typedef __half half;
typedef __half2 half2;
typedef __half nv_half;
typedef __half2 nv_half2;
#endif

inline __half __ushort_as_half(unsigned short bits) { return __half_raw{bits}; }
inline __half __short_as_half(short bits) { return __half_raw{static_cast<unsigned short>(bits)}; }
inline unsigned short __half_as_ushort(__half value) { return value.__x; }
inline short __half_as_short(__half value) { return static_cast<short>(value.__x); }

inline float __half2float(__half value) { return value; }
//! Not documented by CUDA, but used by sources that hold halves as bits.
inline float __internal_half2float(unsigned short bits) { return __ushort_as_half(bits); }
inline __half __float2half(float value) { return value; }
inline __half __float2half_rn(float value) { return value; }
inline __half __double2half(double value) { return value; }
inline __half __float2half_rz(float value) {
    return __ushort_as_half(
        ::workbook::emulator::halfBitsBySoftware(value, ::workbook::emulator::Rounding::kTOWARDS_ZERO));
}
inline __half __float2half_rd(float value) {
    return __ushort_as_half(
        ::workbook::emulator::halfBitsBySoftware(value, ::workbook::emulator::Rounding::kDOWN));
}
inline __half __float2half_ru(float value) {
    return __ushort_as_half(
        ::workbook::emulator::halfBitsBySoftware(value, ::workbook::emulator::Rounding::kUP));
}

inline __half2 __halves2half2(__half low, __half high) { return {low, high}; }
inline __half2 make_half2(__half x, __half y) { return {x, y}; }
inline __half2 __half2half2(__half both) { return {both, both}; }
inline __half2 __float2half2_rn(float both) { return {both, both}; }
inline __half2 __floats2half2_rn(float low, float high) { return {low, high}; }
inline __half2 __float22half2_rn(float2 pair) { return {pair.x, pair.y}; }
inline float2 __half22float2(__half2 pair) { return {pair.x, pair.y}; }
inline __half __low2half(__half2 pair) { return pair.x; }
inline __half __high2half(__half2 pair) { return pair.y; }
inline float __low2float(__half2 pair) { return pair.x; }
inline float __high2float(__half2 pair) { return pair.y; }
inline __half2 __low2half2(__half2 pair) { return {pair.x, pair.x}; }
inline __half2 __high2half2(__half2 pair) { return {pair.y, pair.y}; }
inline __half2 __lowhigh2highlow(__half2 pair) { return {pair.y, pair.x}; }
inline __half2 __lows2half2(__half2 a, __half2 b) { return {a.x, b.x}; }
inline __half2 __highs2half2(__half2 a, __half2 b) { return {a.y, b.y}; }

WORKBOOK_NARROW_ARITHMETIC(__half, __half2)
WORKBOOK_NARROW_INTEGERS(__half, half)
inline __half2 h2div(__half2 a, __half2 b) { return __h2div(a, b); }

#if !defined(__CUDA_NO_HALF_OPERATORS__)
WORKBOOK_NARROW_OPERATORS(__half, __half2)
#endif
