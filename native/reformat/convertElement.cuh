#pragma once

#include <cstdint>
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <type_traits>

//! One element of a type as one of another.
namespace workbook::reformat {

//! kBOOL: a byte that is 0 or not.
struct Boolean {
    uint8_t byte;
};

//! The scales of the sides that are kINT8: x = scale * q.
struct Scales {
    float from;
    float to;
};

__device__ inline float widen(float x) { return x; }
__device__ inline float widen(__half x) { return __half2float(x); }
__device__ inline float widen(__nv_bfloat16 x) { return __bfloat162float(x); }
__device__ inline float widen(int8_t x) { return static_cast<float>(x); }
__device__ inline float widen(Boolean x) { return x.byte != 0 ? 1.0F : 0.0F; }
__device__ inline float widen(uint8_t x) { return static_cast<float>(x); }
__device__ inline float widen(int32_t x) { return static_cast<float>(x); }
__device__ inline float widen(int64_t x) { return static_cast<float>(x); }

//! Towards zero, saturating; NaN is 0. \param most The largest float that the integer type holds.
template <typename Integer> __device__ inline Integer truncate(float x, float least, float most) {
    float const bounded = x < least ? least : (x > most ? most : x); // NaN passes
    return x == x ? static_cast<Integer>(bounded) : 0;
}

__device__ inline void narrow(float x, float& result) { result = x; }
__device__ inline void narrow(float x, __half& result) { result = __float2half_rn(x); }
__device__ inline void narrow(float x, __nv_bfloat16& result) { result = __float2bfloat16_rn(x); }
__device__ inline void narrow(float x, Boolean& result) { result.byte = x != 0 ? 1 : 0; }
__device__ inline void narrow(float x, uint8_t& result) {
    result = static_cast<uint8_t>(truncate<int32_t>(x, 0.0F, 255.0F));
}
__device__ inline void narrow(float x, int32_t& result) {
    // 2^31 - 128 is the last float below 2^31.
    result = x >= 2147483648.0F ? INT32_MAX : truncate<int32_t>(x, -2147483648.0F, 2147483520.0F);
}
__device__ inline void narrow(float x, int64_t& result) {
    result = x >= 9223372036854775808.0F
                 ? INT64_MAX
                 : truncate<int64_t>(x, -9223372036854775808.0F, 9223371487098961920.0F);
}

//! clamp(round half even(x / scale), -128, 127); NaN is 0.
__device__ inline int8_t quantise(float x, float scale) {
    float const q = rintf(x / scale);
    float const bounded = q < -128.0F ? -128.0F : (q > 127.0F ? 127.0F : q);
    return q == q ? static_cast<int8_t>(static_cast<int32_t>(bounded)) : int8_t{0};
}

//! int8_t is quantised, so a real number here.
template <typename T>
inline constexpr bool kINTEGER =
    (std::is_integral_v<T> && !std::is_same_v<T, int8_t>) || std::is_same_v<T, Boolean>;

__device__ inline int64_t whole(Boolean x) { return x.byte != 0 ? 1 : 0; }
template <typename Integer> __device__ inline int64_t whole(Integer x) { return x; }

__device__ inline void saturate(int64_t x, Boolean& result) { result.byte = x != 0 ? 1 : 0; }
__device__ inline void saturate(int64_t x, int64_t& result) { result = x; }
__device__ inline void saturate(int64_t x, int32_t& result) {
    result = static_cast<int32_t>(x < INT32_MIN ? INT32_MIN : (x > INT32_MAX ? INT32_MAX : x));
}
__device__ inline void saturate(int64_t x, uint8_t& result) {
    result = static_cast<uint8_t>(x < 0 ? 0 : (x > UINT8_MAX ? UINT8_MAX : x));
}

template <typename To, typename From> __device__ inline To convertElement(From x, Scales scales) {
    To result;
    if constexpr (std::is_same_v<From, int8_t>) {
        float const real = static_cast<float>(x) * scales.from;
        if constexpr (std::is_same_v<To, int8_t>) {
            result = quantise(real, scales.to);
        } else {
            narrow(real, result);
        }
    } else if constexpr (std::is_same_v<To, int8_t>) {
        result = quantise(widen(x), scales.to);
    } else if constexpr (std::is_same_v<From, To>) {
        result = x;
    } else if constexpr (kINTEGER<From> && kINTEGER<To>) {
        saturate(whole(x), result);
    } else {
        narrow(widen(x), result);
    }
    return result;
}

//! Whether a conversion is two, over float: a CPU does one of kHALF element by element, and the other as
//! vector instructions where it is a loop of its own.
template <typename From, typename To>
inline constexpr bool kTWO_STEPS =
    (std::is_same_v<From, __half> || std::is_same_v<To, __half>) && !std::is_same_v<From, To> &&
    !std::is_same_v<From, float> && !std::is_same_v<To, float>;

//! Copies kCOUNT elements as one object: one load and one store where they fit a register.
template <int kCOUNT, typename T>
__device__ inline void copyRun(T const* __restrict__ from, T* __restrict__ to) {
    struct Run {
        T element[kCOUNT];
    };
    *reinterpret_cast<Run*>(to) = *reinterpret_cast<Run const*>(from);
}

//! Converts kCOUNT elements, which lie without gaps on both sides.
template <int kCOUNT, typename From, typename To>
__device__ inline void convertRun(From const* __restrict__ from, To* __restrict__ to, Scales scales) {
    if constexpr (std::is_same_v<From, To> && !std::is_same_v<To, int8_t>) {
        copyRun<kCOUNT>(from, to);
    } else if constexpr (kTWO_STEPS<From, To> && kCOUNT > 1) {
        float wide[kCOUNT];
        for (int i = 0; i < kCOUNT; ++i) {
            wide[i] = convertElement<float>(from[i], scales);
        }
        for (int i = 0; i < kCOUNT; ++i) {
            to[i] = convertElement<To>(wide[i], scales);
        }
    } else {
        for (int i = 0; i < kCOUNT; ++i) {
            to[i] = convertElement<To>(from[i], scales);
        }
    }
}

} // namespace workbook::reformat
