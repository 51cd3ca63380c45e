//! Integer intrinsics: bits, bytes, products, and numbers seen as bits of another type.
//! \see CUDA Math API reference, "Integer Intrinsics" and "Type Casting Intrinsics"
#pragma once
#include "half_bits.h"

#define WORKBOOK_BITS_AS(name, From, To)                                                                     \
    inline To name(From value) {                                                                             \
        static_assert(sizeof(From) == sizeof(To), "a cast of bits keeps the size");                          \
        To result;                                                                                           \
        std::memcpy(&result, &value, sizeof result);                                                         \
        return result;                                                                                       \
    }
WORKBOOK_BITS_AS(__float_as_int, float, int)
WORKBOOK_BITS_AS(__float_as_uint, float, unsigned int)
WORKBOOK_BITS_AS(__int_as_float, int, float)
WORKBOOK_BITS_AS(__uint_as_float, unsigned int, float)
WORKBOOK_BITS_AS(__double_as_longlong, double, long long)
WORKBOOK_BITS_AS(__longlong_as_double, long long, double)

inline int __double2hiint(double value) { return static_cast<int>(__double_as_longlong(value) >> 32); }
inline int __double2loint(double value) { return static_cast<int>(__double_as_longlong(value)); }
inline double __hiloint2double(int high, int low) {
    return __longlong_as_double(static_cast<long long>(
        static_cast<unsigned long long>(static_cast<unsigned>(high)) << 32 | static_cast<unsigned>(low)));
}

inline int __clz(int value) { return value == 0 ? 32 : __builtin_clz(static_cast<unsigned>(value)); }
inline int __clzll(long long value) {
    return value == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(value));
}
inline int __popc(unsigned int value) { return __builtin_popcount(value); }
inline int __popcll(unsigned long long value) { return __builtin_popcountll(value); }
inline int __ffs(int value) { return __builtin_ffs(value); }
inline int __ffsll(long long value) { return __builtin_ffsll(value); }

inline unsigned int __brev(unsigned int value) {
    value = (value >> 1 & 0x55555555u) | (value & 0x55555555u) << 1;
    value = (value >> 2 & 0x33333333u) | (value & 0x33333333u) << 2;
    value = (value >> 4 & 0x0f0f0f0fu) | (value & 0x0f0f0f0fu) << 4;
    return __builtin_bswap32(value);
}
inline unsigned long long __brevll(unsigned long long value) {
    return static_cast<unsigned long long>(__brev(static_cast<unsigned int>(value))) << 32 |
           __brev(static_cast<unsigned int>(value >> 32));
}

//! Four bytes chosen from the eight of `low` and `high` by the four low nibbles of `selector`.
inline unsigned int __byte_perm(unsigned int low, unsigned int high, unsigned int selector) {
    std::uint64_t const bytes = static_cast<std::uint64_t>(high) << 32 | low;
    unsigned int result = 0;
    for (int i = 0; i < 4; ++i) {
        unsigned int const nibble = selector >> (4 * i) & 15;
        unsigned int byte = static_cast<unsigned int>(bytes >> (8 * (nibble & 7))) & 255;
        if ((nibble & 8) != 0)
            byte = (byte & 128) != 0 ? 255 : 0; // the sign, spread
        result |= byte << (8 * i);
    }
    return result;
}
inline unsigned int __funnelshift_l(unsigned int low, unsigned int high, unsigned int shift) {
    return static_cast<unsigned int>((static_cast<std::uint64_t>(high) << 32 | low) << (shift & 31) >> 32);
}
inline unsigned int __funnelshift_r(unsigned int low, unsigned int high, unsigned int shift) {
    return static_cast<unsigned int>((static_cast<std::uint64_t>(high) << 32 | low) >> (shift & 31));
}

inline int __mul24(int a, int b) {
    return static_cast<int>(static_cast<unsigned>((a << 8 >> 8)) * static_cast<unsigned>((b << 8 >> 8)));
}
inline unsigned int __umul24(unsigned int a, unsigned int b) { return (a & 0xffffffu) * (b & 0xffffffu); }
inline int __mulhi(int a, int b) { return static_cast<int>(static_cast<long long>(a) * b >> 32); }
inline unsigned int __umulhi(unsigned int a, unsigned int b) {
    return static_cast<unsigned int>(static_cast<unsigned long long>(a) * b >> 32);
}
inline long long __mul64hi(long long a, long long b) {
    return static_cast<long long>(static_cast<__int128>(a) * b >> 64);
}
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return static_cast<unsigned long long>(static_cast<unsigned __int128>(a) * b >> 64);
}
inline unsigned int __sad(int a, int b, unsigned int sum) {
    return sum + static_cast<unsigned int>(a > b ? static_cast<unsigned>(a) - static_cast<unsigned>(b)
                                                 : static_cast<unsigned>(b) - static_cast<unsigned>(a));
}
inline unsigned int __usad(unsigned int a, unsigned int b, unsigned int sum) {
    return sum + (a > b ? a - b : b - a);
}
inline int __hadd(int a, int b) { return static_cast<int>((static_cast<long long>(a) + b) >> 1); }
inline int __rhadd(int a, int b) { return static_cast<int>((static_cast<long long>(a) + b + 1) >> 1); }
inline unsigned int __uhadd(unsigned int a, unsigned int b) {
    return static_cast<unsigned int>((static_cast<unsigned long long>(a) + b) >> 1);
}

//! Sum of the products of four signed or unsigned bytes, added to `sum`.
inline int __dp4a(int a, int b, int sum) {
    for (int i = 0; i < 32; i += 8)
        sum += static_cast<signed char>(a >> i) * static_cast<signed char>(b >> i);
    return sum;
}
inline unsigned int __dp4a(unsigned int a, unsigned int b, unsigned int sum) {
    for (int i = 0; i < 32; i += 8)
        sum += (a >> i & 255u) * (b >> i & 255u);
    return sum;
}
