//! What __half and __nv_bfloat16 have in common: operators and intrinsics, computed in float and rounded
//! once.
//!
//! Sums, products and quotients of 16-bit numbers rounded through float are the correctly rounded ones (a
//! float has more than twice the digits); fused multiply-adds go through double.
//! \see CUDA Math API reference, "Half Precision Intrinsics" and "Bfloat16 Precision Intrinsics"
#pragma once
#include "half_bits.h"
#include <cmath>

//! Constructors from and conversions to the built-in number types.
#define WORKBOOK_NARROW_CONVERSIONS(T)                                                                       \
    T(double value) : T(static_cast<float>(value)) {}                                                        \
    T(short value) : T(static_cast<float>(value)) {}                                                         \
    T(unsigned short value) : T(static_cast<float>(value)) {}                                                \
    T(int value) : T(static_cast<float>(value)) {}                                                           \
    T(unsigned int value) : T(static_cast<float>(value)) {}                                                  \
    T(long value) : T(static_cast<float>(value)) {}                                                          \
    T(unsigned long value) : T(static_cast<float>(value)) {}                                                 \
    T(long long value) : T(static_cast<float>(value)) {}                                                     \
    T(unsigned long long value) : T(static_cast<float>(value)) {}                                            \
    operator bool() const { return (__x & 0x7fff) != 0; }                                                    \
    operator signed char() const { return toInteger<signed char>(); }                                        \
    operator unsigned char() const { return toInteger<unsigned char>(); }                                    \
    operator char() const { return toInteger<signed char>(); }                                               \
    operator short() const { return toInteger<short>(); }                                                    \
    operator unsigned short() const { return toInteger<unsigned short>(); }                                  \
    operator int() const { return toInteger<int>(); }                                                        \
    operator unsigned int() const { return toInteger<unsigned int>(); }                                      \
    operator long() const { return toInteger<long>(); }                                                      \
    operator unsigned long() const { return toInteger<unsigned long>(); }                                    \
    operator long long() const { return toInteger<long long>(); }                                            \
    operator unsigned long long() const { return toInteger<unsigned long long>(); }                          \
    template <class I> I toInteger() const {                                                                 \
        return ::workbook::emulator::saturatingInteger<I>(std::trunc(static_cast<float>(*this)));            \
    }                                                                                                        \
    T& operator=(float value) { return *this = T(value); }                                                   \
    T& operator=(double value) { return *this = T(value); }                                                  \
    T& operator=(int value) { return *this = T(value); }                                                     \
    T& operator=(unsigned int value) { return *this = T(value); }                                            \
    T& operator=(long long value) { return *this = T(value); }                                               \
    T& operator=(unsigned long long value) { return *this = T(value); }                                      \
    T& operator=(short value) { return *this = T(value); }                                                   \
    T& operator=(unsigned short value) { return *this = T(value); }

//! Intrinsics of two scalars and of two pairs: name##S(a, b), and the pair's lane by lane.
#define WORKBOOK_NARROW_BINARY(T, T2, name, name2, expression)                                               \
    inline T name(T first, T second) {                                                                       \
        float const a = static_cast<float>(first), b = static_cast<float>(second);                           \
        (void)a, (void)b;                                                                                    \
        return T(expression);                                                                                \
    }                                                                                                        \
    inline T2 name2(T2 first, T2 second) { return T2(name(first.x, second.x), name(first.y, second.y)); }

#define WORKBOOK_NARROW_UNARY(T, T2, name, name2, expression)                                                \
    inline T name(T value) {                                                                                 \
        float const a = static_cast<float>(value);                                                           \
        return T(static_cast<float>(expression));                                                            \
    }                                                                                                        \
    inline T2 name2(T2 value) { return T2(name(value.x), name(value.y)); }

//! A comparison: ordered, unordered (true with a NaN), of pairs as numbers 1 or 0, and of pairs as one bool.
#define WORKBOOK_NARROW_COMPARISON(T, T2, suffix, op)                                                        \
    inline bool __h##suffix(T a, T b) { return static_cast<float>(a) op static_cast<float>(b); }             \
    inline bool __h##suffix##u(T a, T b) {                                                                   \
        return __hisnan(a) || __hisnan(b) || static_cast<float>(a) op static_cast<float>(b);                 \
    }                                                                                                        \
    inline T2 __h##suffix##2(T2 a, T2 b) {                                                                   \
        return T2(T(__h##suffix(a.x, b.x) ? 1.0f : 0.0f), T(__h##suffix(a.y, b.y) ? 1.0f : 0.0f));           \
    }                                                                                                        \
    inline bool __hb##suffix##2(T2 a, T2 b) { return __h##suffix(a.x, b.x) && __h##suffix(a.y, b.y); }

#define WORKBOOK_NARROW_ARITHMETIC(T, T2)                                                                    \
    inline bool __hisnan(T value) { return std::isnan(static_cast<float>(value)); }                          \
    inline int __hisinf(T value) {                                                                           \
        float const a = static_cast<float>(value);                                                           \
        return std::isinf(a) ? (a < 0 ? -1 : 1) : 0;                                                         \
    }                                                                                                        \
    inline T2 __hisnan2(T2 a) { return T2(T(__hisnan(a.x) ? 1.0f : 0.0f), T(__hisnan(a.y) ? 1.0f : 0.0f)); } \
    WORKBOOK_NARROW_BINARY(T, T2, __hadd, __hadd2, a + b)                                                    \
    WORKBOOK_NARROW_BINARY(T, T2, __hsub, __hsub2, a - b)                                                    \
    WORKBOOK_NARROW_BINARY(T, T2, __hmul, __hmul2, a* b)                                                     \
    WORKBOOK_NARROW_BINARY(T, T2, __hdiv, __h2div, a / b)                                                    \
    WORKBOOK_NARROW_BINARY(T, T2, __hadd_rn, __hadd2_rn, a + b)                                              \
    WORKBOOK_NARROW_BINARY(T, T2, __hsub_rn, __hsub2_rn, a - b)                                              \
    WORKBOOK_NARROW_BINARY(T, T2, __hmul_rn, __hmul2_rn, a* b)                                               \
    WORKBOOK_NARROW_BINARY(T, T2, __hadd_sat, __hadd2_sat, std::fmin(std::fmax(a + b, 0.0f), 1.0f))          \
    WORKBOOK_NARROW_BINARY(T, T2, __hsub_sat, __hsub2_sat, std::fmin(std::fmax(a - b, 0.0f), 1.0f))          \
    WORKBOOK_NARROW_BINARY(T, T2, __hmul_sat, __hmul2_sat, std::fmin(std::fmax(a* b, 0.0f), 1.0f))           \
    WORKBOOK_NARROW_BINARY(T, T2, __hmax, __hmax2, std::fmax(a, b))                                          \
    WORKBOOK_NARROW_BINARY(T, T2, __hmin, __hmin2, std::fmin(a, b))                                          \
    WORKBOOK_NARROW_BINARY(T, T2, __hmax_nan, __hmax2_nan, a != a || b != b ? a + b : std::fmax(a, b))       \
    WORKBOOK_NARROW_BINARY(T, T2, __hmin_nan, __hmin2_nan, a != a || b != b ? a + b : std::fmin(a, b))       \
    WORKBOOK_NARROW_UNARY(T, T2, __hneg, __hneg2, -a)                                                        \
    WORKBOOK_NARROW_UNARY(T, T2, __habs, __habs2, std::fabs(a))                                              \
    WORKBOOK_NARROW_UNARY(T, T2, hexp, h2exp, std::exp(a))                                                   \
    WORKBOOK_NARROW_UNARY(T, T2, hexp2, h2exp2, std::exp2(a))                                                \
    WORKBOOK_NARROW_UNARY(T, T2, hexp10, h2exp10, std::pow(10.0, static_cast<double>(a)))                    \
    WORKBOOK_NARROW_UNARY(T, T2, hlog, h2log, std::log(a))                                                   \
    WORKBOOK_NARROW_UNARY(T, T2, hlog2, h2log2, std::log2(a))                                                \
    WORKBOOK_NARROW_UNARY(T, T2, hlog10, h2log10, std::log10(a))                                             \
    WORKBOOK_NARROW_UNARY(T, T2, hsin, h2sin, std::sin(a))                                                   \
    WORKBOOK_NARROW_UNARY(T, T2, hcos, h2cos, std::cos(a))                                                   \
    WORKBOOK_NARROW_UNARY(T, T2, htanh, h2tanh, std::tanh(a))                                                \
    WORKBOOK_NARROW_UNARY(T, T2, hsqrt, h2sqrt, std::sqrt(a))                                                \
    WORKBOOK_NARROW_UNARY(T, T2, hrsqrt, h2rsqrt, 1.0f / std::sqrt(a))                                       \
    WORKBOOK_NARROW_UNARY(T, T2, hrcp, h2rcp, 1.0f / a)                                                      \
    WORKBOOK_NARROW_UNARY(T, T2, hfloor, h2floor, std::floor(a))                                             \
    WORKBOOK_NARROW_UNARY(T, T2, hceil, h2ceil, std::ceil(a))                                                \
    WORKBOOK_NARROW_UNARY(T, T2, htrunc, h2trunc, std::trunc(a))                                             \
    WORKBOOK_NARROW_UNARY(T, T2, hrint, h2rint, std::nearbyint(a))                                           \
    inline T __hfma(T a, T b, T c) {                                                                         \
        double const sum =                                                                                   \
            static_cast<double>(static_cast<float>(a)) * static_cast<double>(static_cast<float>(b)) +        \
            static_cast<double>(static_cast<float>(c));                                                      \
        return T(static_cast<float>(sum));                                                                   \
    }                                                                                                        \
    inline T2 __hfma2(T2 a, T2 b, T2 c) { return T2(__hfma(a.x, b.x, c.x), __hfma(a.y, b.y, c.y)); }         \
    inline T __hfma_sat(T a, T b, T c) { return __hmax(__hmin(__hfma(a, b, c), T(1.0f)), T(0.0f)); }         \
    inline T2 __hfma2_sat(T2 a, T2 b, T2 c) {                                                                \
        return T2(__hfma_sat(a.x, b.x, c.x), __hfma_sat(a.y, b.y, c.y));                                     \
    }                                                                                                        \
    inline T __hfma_relu(T a, T b, T c) { return __hmax(__hfma(a, b, c), T(0.0f)); }                         \
    inline T2 __hfma2_relu(T2 a, T2 b, T2 c) {                                                               \
        return T2(__hfma_relu(a.x, b.x, c.x), __hfma_relu(a.y, b.y, c.y));                                   \
    }                                                                                                        \
    WORKBOOK_NARROW_COMPARISON(T, T2, eq, ==)                                                                \
    WORKBOOK_NARROW_COMPARISON(T, T2, ne, !=)                                                                \
    WORKBOOK_NARROW_COMPARISON(T, T2, lt, <)                                                                 \
    WORKBOOK_NARROW_COMPARISON(T, T2, le, <=)                                                                \
    WORKBOOK_NARROW_COMPARISON(T, T2, gt, >)                                                                 \
    WORKBOOK_NARROW_COMPARISON(T, T2, ge, >=)

//! One arithmetic operator for scalars and pairs, with its assignment.
#define WORKBOOK_NARROW_OPERATOR(T, T2, op, name, name2)                                                     \
    inline T operator op(T const& a, T const& b) { return name(a, b); }                                      \
    inline T& operator op## = (T & a, T const& b) { return a = name(a, b); }                                 \
    inline T2 operator op(T2 const& a, T2 const& b) { return name2(a, b); }                                  \
    inline T2& operator op## = (T2 & a, T2 const& b) { return a = name2(a, b); }
#define WORKBOOK_NARROW_COMPARING(T, T2, op, suffix)                                                         \
    inline bool operator op(T const& a, T const& b) { return __h##suffix(a, b); }                            \
    inline bool operator op(T2 const& a, T2 const& b) { return __hb##suffix##2(a, b); }

#define WORKBOOK_NARROW_OPERATORS(T, T2)                                                                     \
    WORKBOOK_NARROW_OPERATOR(T, T2, +, __hadd, __hadd2)                                                      \
    WORKBOOK_NARROW_OPERATOR(T, T2, -, __hsub, __hsub2)                                                      \
    WORKBOOK_NARROW_OPERATOR(T, T2, *, __hmul, __hmul2)                                                      \
    WORKBOOK_NARROW_OPERATOR(T, T2, /, __hdiv, __h2div)                                                      \
    WORKBOOK_NARROW_COMPARING(T, T2, ==, eq)                                                                 \
    WORKBOOK_NARROW_COMPARING(T, T2, !=, ne)                                                                 \
    WORKBOOK_NARROW_COMPARING(T, T2, <, lt)                                                                  \
    WORKBOOK_NARROW_COMPARING(T, T2, <=, le)                                                                 \
    WORKBOOK_NARROW_COMPARING(T, T2, >, gt)                                                                  \
    WORKBOOK_NARROW_COMPARING(T, T2, >=, ge)                                                                 \
    inline T operator+(T const& a) { return a; }                                                             \
    inline T operator-(T const& a) { return __hneg(a); }                                                     \
    inline T2 operator+(T2 const& a) { return a; }                                                           \
    inline T2 operator-(T2 const& a) { return __hneg2(a); }                                                  \
    inline T& operator++(T& a) { return a = __hadd(a, T(1.0f)); }                                            \
    inline T& operator--(T& a) { return a = __hsub(a, T(1.0f)); }                                            \
    inline T operator++(T& a, int) {                                                                         \
        T const before = a;                                                                                  \
        ++a;                                                                                                 \
        return before;                                                                                       \
    }                                                                                                        \
    inline T operator--(T& a, int) {                                                                         \
        T const before = a;                                                                                  \
        --a;                                                                                                 \
        return before;                                                                                       \
    }

//! Conversions to and from an integer type, under CUDA's names: __half2int_rn(), __int2half_rn() and so on.
#define WORKBOOK_NARROW_INTEGER(T, prefix, name, I)                                                          \
    inline I __##prefix##2##name##_rn(T value) {                                                             \
        return ::workbook::emulator::saturatingInteger<I>(std::nearbyint(static_cast<float>(value)));        \
    }                                                                                                        \
    inline I __##prefix##2##name##_rz(T value) {                                                             \
        return ::workbook::emulator::saturatingInteger<I>(std::trunc(static_cast<float>(value)));            \
    }                                                                                                        \
    inline I __##prefix##2##name##_rd(T value) {                                                             \
        return ::workbook::emulator::saturatingInteger<I>(std::floor(static_cast<float>(value)));            \
    }                                                                                                        \
    inline I __##prefix##2##name##_ru(T value) {                                                             \
        return ::workbook::emulator::saturatingInteger<I>(std::ceil(static_cast<float>(value)));             \
    }                                                                                                        \
    inline T __##name##2##prefix##_rn(I value) { return T(static_cast<float>(value)); }                      \
    inline T __##name##2##prefix##_rz(I value) { return __float2##prefix##_rz(static_cast<float>(value)); }  \
    inline T __##name##2##prefix##_rd(I value) { return __float2##prefix##_rd(static_cast<float>(value)); }  \
    inline T __##name##2##prefix##_ru(I value) { return __float2##prefix##_ru(static_cast<float>(value)); }

#define WORKBOOK_NARROW_INTEGERS(T, prefix)                                                                  \
    WORKBOOK_NARROW_INTEGER(T, prefix, int, int)                                                             \
    WORKBOOK_NARROW_INTEGER(T, prefix, uint, unsigned int)                                                   \
    WORKBOOK_NARROW_INTEGER(T, prefix, short, short)                                                         \
    WORKBOOK_NARROW_INTEGER(T, prefix, ushort, unsigned short)                                               \
    WORKBOOK_NARROW_INTEGER(T, prefix, ll, long long)                                                        \
    WORKBOOK_NARROW_INTEGER(T, prefix, ull, unsigned long long)
