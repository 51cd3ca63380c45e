//! Math functions that CUDA adds to the C library's: rounding modes, fast versions, conversions, min and max.
//!
//! The fast versions (`__expf` and so on) are as exact as the others here; a device is not. Conversions to
//! integers saturate and turn NaN into 0, as on a device.
//! \see CUDA Math API reference
#pragma once
#include "half_bits.h"
#include <cmath>

// Fast forms.
inline float __expf(float x) { return std::exp(x); }
inline float __exp10f(float x) { return static_cast<float>(std::pow(10.0, static_cast<double>(x))); }
inline float __logf(float x) { return std::log(x); }
inline float __log2f(float x) { return std::log2(x); }
inline float __log10f(float x) { return std::log10(x); }
inline float __powf(float x, float y) { return std::pow(x, y); }
inline float __sinf(float x) { return std::sin(x); }
inline float __cosf(float x) { return std::cos(x); }
inline float __tanf(float x) { return std::tan(x); }
inline void __sincosf(float x, float* sine, float* cosine) { *sine = std::sin(x), *cosine = std::cos(x); }
inline float __tanhf(float x) { return std::tanh(x); }
inline float __fdividef(float x, float y) { return x / y; }
inline float fdividef(float x, float y) { return x / y; }
inline float __saturatef(float x) { return x > 0.0f ? (x < 1.0f ? x : 1.0f) : 0.0f; }

namespace workbook::emulator {

//! The CPU's rounding mode, set for as long as this lives.
class RoundingScope {
public:
    //! \param control the rounding bits of MXCSR: 0 nearest, 0x2000 down, 0x4000 up, 0x6000 towards zero
    explicit RoundingScope(unsigned int control) : mBefore(__builtin_ia32_stmxcsr()) {
        __builtin_ia32_ldmxcsr((mBefore & ~0x6000u) | control);
    }
    ~RoundingScope() { __builtin_ia32_ldmxcsr(mBefore); }
    RoundingScope(RoundingScope const&) = delete;
    RoundingScope& operator=(RoundingScope const&) = delete;

private:
    unsigned int mBefore;
};

} // namespace workbook::emulator

// The operands are volatile: the compiler must neither compute ahead nor fuse a product with a sum.
#define WORKBOOK_ROUNDED_BINARY(name, T, control, expression)                                                \
    inline T name(T first, T second) {                                                                       \
        ::workbook::emulator::RoundingScope const scope(control);                                            \
        T volatile const a = first, b = second;                                                              \
        T volatile const result = expression;                                                                \
        return result;                                                                                       \
    }
#define WORKBOOK_ROUNDED_TERNARY(name, T, control, expression)                                               \
    inline T name(T first, T second, T third) {                                                              \
        ::workbook::emulator::RoundingScope const scope(control);                                            \
        T volatile const a = first, b = second, c = third;                                                   \
        T volatile const result = expression;                                                                \
        return result;                                                                                       \
    }
#define WORKBOOK_ROUNDED_UNARY(name, T, control, expression)                                                 \
    inline T name(T first) {                                                                                 \
        ::workbook::emulator::RoundingScope const scope(control);                                            \
        T volatile const a = first;                                                                          \
        T volatile const result = expression;                                                                \
        return result;                                                                                       \
    }
#define WORKBOOK_ROUNDED(mode, control)                                                                      \
    WORKBOOK_ROUNDED_BINARY(__fadd_##mode, float, control, a + b)                                            \
    WORKBOOK_ROUNDED_BINARY(__fsub_##mode, float, control, a - b)                                            \
    WORKBOOK_ROUNDED_BINARY(__fmul_##mode, float, control, a* b)                                             \
    WORKBOOK_ROUNDED_BINARY(__fdiv_##mode, float, control, a / b)                                            \
    WORKBOOK_ROUNDED_TERNARY(__fmaf_##mode, float, control, std::fma(a, b, c))                               \
    WORKBOOK_ROUNDED_UNARY(__frcp_##mode, float, control, 1.0f / a)                                          \
    WORKBOOK_ROUNDED_UNARY(__fsqrt_##mode, float, control, std::sqrt(a))                                     \
    WORKBOOK_ROUNDED_BINARY(__dadd_##mode, double, control, a + b)                                           \
    WORKBOOK_ROUNDED_BINARY(__dsub_##mode, double, control, a - b)                                           \
    WORKBOOK_ROUNDED_BINARY(__dmul_##mode, double, control, a* b)                                            \
    WORKBOOK_ROUNDED_BINARY(__ddiv_##mode, double, control, a / b)                                           \
    WORKBOOK_ROUNDED_TERNARY(__fma_##mode, double, control, std::fma(a, b, c))                               \
    WORKBOOK_ROUNDED_UNARY(__drcp_##mode, double, control, 1.0 / a)                                          \
    WORKBOOK_ROUNDED_UNARY(__dsqrt_##mode, double, control, std::sqrt(a))
WORKBOOK_ROUNDED(rd, 0x2000)
WORKBOOK_ROUNDED(ru, 0x4000)
WORKBOOK_ROUNDED(rz, 0x6000)

#define WORKBOOK_NEAREST(T, prefix, fused)                                                                   \
    inline T __##prefix##add_rn(T a, T b) { return a + b; }                                                  \
    inline T __##prefix##sub_rn(T a, T b) { return a - b; }                                                  \
    inline T __##prefix##div_rn(T a, T b) { return a / b; }                                                  \
    inline T __##prefix##rcp_rn(T a) { return T(1) / a; }                                                    \
    inline T __##prefix##sqrt_rn(T a) { return std::sqrt(a); }                                               \
    inline T fused##_rn(T a, T b, T c) { return std::fma(a, b, c); }                                         \
    inline T __##prefix##mul_rn(T a, T b) {                                                                  \
        T volatile const product = a * b;                                                                    \
        return product;                                                                                      \
    }
WORKBOOK_NEAREST(float, f, __fmaf)
WORKBOOK_NEAREST(double, d, __fma)
inline float __frsqrt_rn(float a) { return 1.0f / std::sqrt(a); }

inline float rsqrtf(float x) { return 1.0f / std::sqrt(x); }
inline double rsqrt(double x) { return 1.0 / std::sqrt(x); }
inline float rsqrt(float x) { return rsqrtf(x); }
inline float rcbrtf(float x) { return 1.0f / std::cbrt(x); }
inline double rcbrt(double x) { return 1.0 / std::cbrt(x); }
inline float sinpif(float x) { return static_cast<float>(std::sin(M_PI * static_cast<double>(x))); }
inline float cospif(float x) { return static_cast<float>(std::cos(M_PI * static_cast<double>(x))); }
inline double sinpi(double x) { return std::sin(M_PI * x); }
inline double cospi(double x) { return std::cos(M_PI * x); }
inline float normcdff(float x) {
    return static_cast<float>(0.5 * std::erfc(-static_cast<double>(x) * M_SQRT1_2));
}
inline double normcdf(double x) { return 0.5 * std::erfc(-x * M_SQRT1_2); }
inline float erfcxf(float x) {
    return static_cast<float>(std::exp(static_cast<double>(x) * static_cast<double>(x)) *
                              std::erfc(static_cast<double>(x)));
}
inline float rhypotf(float x, float y) { return 1.0f / std::hypot(x, y); }
inline float norm3df(float x, float y, float z) { return std::sqrt(x * x + y * y + z * z); }
inline float rnorm3df(float x, float y, float z) { return 1.0f / norm3df(x, y, z); }

#define WORKBOOK_TO_INTEGER(suffix, function)                                                                \
    inline int __float2int_##suffix(float x) {                                                               \
        return ::workbook::emulator::saturatingInteger<int>(function(x));                                    \
    }                                                                                                        \
    inline unsigned int __float2uint_##suffix(float x) {                                                     \
        return ::workbook::emulator::saturatingInteger<unsigned int>(function(x));                           \
    }                                                                                                        \
    inline long long __float2ll_##suffix(float x) {                                                          \
        return ::workbook::emulator::saturatingInteger<long long>(function(x));                              \
    }                                                                                                        \
    inline unsigned long long __float2ull_##suffix(float x) {                                                \
        return ::workbook::emulator::saturatingInteger<unsigned long long>(function(x));                     \
    }                                                                                                        \
    inline int __double2int_##suffix(double x) {                                                             \
        return ::workbook::emulator::saturatingInteger<int>(function(x));                                    \
    }                                                                                                        \
    inline unsigned int __double2uint_##suffix(double x) {                                                   \
        return ::workbook::emulator::saturatingInteger<unsigned int>(function(x));                           \
    }                                                                                                        \
    inline long long __double2ll_##suffix(double x) {                                                        \
        return ::workbook::emulator::saturatingInteger<long long>(function(x));                              \
    }                                                                                                        \
    inline float __int2float_##suffix(int x) { return static_cast<float>(x); }                               \
    inline float __uint2float_##suffix(unsigned int x) { return static_cast<float>(x); }                     \
    inline float __ll2float_##suffix(long long x) { return static_cast<float>(x); }                          \
    inline float __ull2float_##suffix(unsigned long long x) { return static_cast<float>(x); }                \
    inline double __ll2double_##suffix(long long x) { return static_cast<double>(x); }                       \
    inline float __double2float_##suffix(double x) { return static_cast<float>(x); }
WORKBOOK_TO_INTEGER(rn, std::nearbyint)
WORKBOOK_TO_INTEGER(rz, std::trunc)
WORKBOOK_TO_INTEGER(ru, std::ceil)
WORKBOOK_TO_INTEGER(rd, std::floor)
inline double __int2double_rn(int x) { return x; }
inline double __uint2double_rn(unsigned int x) { return x; }

// min and max as nvcc has them in the global namespace.
#define WORKBOOK_MIN_MAX(A, B, R)                                                                            \
    inline R min(A a, B b) {                                                                                 \
        return static_cast<R>(a) < static_cast<R>(b) ? static_cast<R>(a) : static_cast<R>(b);                \
    }                                                                                                        \
    inline R max(A a, B b) {                                                                                 \
        return static_cast<R>(a) > static_cast<R>(b) ? static_cast<R>(a) : static_cast<R>(b);                \
    }
WORKBOOK_MIN_MAX(int, int, int)
WORKBOOK_MIN_MAX(unsigned int, unsigned int, unsigned int)
WORKBOOK_MIN_MAX(int, unsigned int, unsigned int)
WORKBOOK_MIN_MAX(unsigned int, int, unsigned int)
WORKBOOK_MIN_MAX(long, long, long)
WORKBOOK_MIN_MAX(unsigned long, unsigned long, unsigned long)
WORKBOOK_MIN_MAX(long, unsigned long, unsigned long)
WORKBOOK_MIN_MAX(unsigned long, long, unsigned long)
WORKBOOK_MIN_MAX(long long, long long, long long)
WORKBOOK_MIN_MAX(unsigned long long, unsigned long long, unsigned long long)
inline float min(float a, float b) { return std::fmin(a, b); }
inline float max(float a, float b) { return std::fmax(a, b); }
inline double min(double a, double b) { return std::fmin(a, b); }
inline double max(double a, double b) { return std::fmax(a, b); }
inline double min(float a, double b) { return std::fmin(static_cast<double>(a), b); }
inline double max(float a, double b) { return std::fmax(static_cast<double>(a), b); }
inline double min(double a, float b) { return std::fmin(a, static_cast<double>(b)); }
inline double max(double a, float b) { return std::fmax(a, static_cast<double>(b)); }
inline unsigned int umin(unsigned int a, unsigned int b) { return a < b ? a : b; }
inline unsigned int umax(unsigned int a, unsigned int b) { return a > b ? a : b; }
