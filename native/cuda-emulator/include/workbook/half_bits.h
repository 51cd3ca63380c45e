//! Conversions between float and the 16-bit formats, on bits.
//!
//! With F16C (.cu files always have it) half is converted by the CPU; plain .cpp files without it use integer
//! arithmetic. Both round to nearest even and agree on every value.
#pragma once
#include <cstdint>
#include <cstring>

namespace workbook::emulator {

inline std::uint32_t floatBits(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline float floatOfBits(std::uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

//! How a conversion that is not exact rounds.
enum class Rounding { kNEAREST, kTOWARDS_ZERO, kDOWN, kUP };

//! Rounds `kept` up by one or not, given what was cut off. \param half the weight of half a unit of `kept`
inline std::uint32_t roundCut(std::uint32_t kept, std::uint32_t cut, std::uint32_t half, bool negative,
                              Rounding mode) {
    switch (mode) {
    case Rounding::kNEAREST:
        return kept + (cut > half || (cut == half && (kept & 1) != 0) ? 1 : 0);
    case Rounding::kTOWARDS_ZERO:
        return kept;
    case Rounding::kDOWN:
        return kept + (negative && cut != 0 ? 1 : 0);
    case Rounding::kUP:
        return kept + (!negative && cut != 0 ? 1 : 0);
    }
    return kept;
}

//! float -> half (1 sign, 5 exponent, 10 fraction bits), by integers.
inline std::uint16_t halfBitsBySoftware(float value, Rounding mode = Rounding::kNEAREST) {
    std::uint32_t const bits = floatBits(value);
    auto const sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000);
    bool const negative = sign != 0;
    std::uint32_t const magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000)
        return static_cast<std::uint16_t>(sign | 0x7e00 | (magnitude >> 13 & 0x3ff)); // NaN
    if (magnitude == 0x7f800000)
        return static_cast<std::uint16_t>(sign | 0x7c00);
    int const exponent = static_cast<int>(magnitude >> 23) - 127;
    std::uint32_t result;
    if (exponent >=
        -14) { // normal: rebias, cut 13 bits; a carry out of the fraction raises the exponent as it should
        if (exponent > 15)
            result = 0x7c00 - 1 +
                     (mode == Rounding::kNEAREST || (mode == Rounding::kUP && !negative) ||
                      (mode == Rounding::kDOWN && negative));
        else
            result = roundCut((magnitude - (112u << 23)) >> 13, magnitude & 0x1fff, 0x1000, negative, mode);
    } else { // subnormal
        std::uint32_t const fraction =
            (magnitude >> 23) != 0 ? (magnitude & 0x7fffff) | 0x800000 : magnitude & 0x7fffff;
        int const shift = -exponent - 1; // 14 at exponent -15
        if (shift > 24)
            result = roundCut(0, fraction != 0 ? 1 : 0, 2, negative, mode);
        else
            result = roundCut(fraction >> shift, fraction & ((1u << shift) - 1), 1u << (shift - 1), negative,
                              mode);
    }
    return static_cast<std::uint16_t>(sign | result);
}

//! half -> float, by integers; always exact.
inline float floatOfHalfBySoftware(std::uint16_t half) {
    std::uint32_t const sign = static_cast<std::uint32_t>(half & 0x8000) << 16;
    std::uint32_t const magnitude = half & 0x7fff;
    if (magnitude >= 0x7c00) {
        std::uint32_t const quiet = magnitude > 0x7c00 ? 0x400000 : 0;
        return floatOfBits(sign | 0x7f800000 | quiet | (magnitude & 0x3ff) << 13);
    }
    if (magnitude >= 0x400)
        return floatOfBits(sign | ((magnitude << 13) + (112u << 23)));
    float const value = static_cast<float>(magnitude) * (1.0f / 16777216.0f);
    return sign != 0 ? -value : value;
}

#if defined(__F16C__)
typedef float FloatLanes __attribute__((vector_size(16)));
typedef short HalfLanes __attribute__((vector_size(16)));
inline std::uint16_t halfBits(float value) {
    return static_cast<std::uint16_t>(__builtin_ia32_vcvtps2ph(FloatLanes{value, 0, 0, 0}, 0)[0]);
}
inline float floatOfHalf(std::uint16_t half) {
    return __builtin_ia32_vcvtph2ps(HalfLanes{static_cast<short>(half), 0, 0, 0, 0, 0, 0, 0})[0];
}
#else
inline std::uint16_t halfBits(float value) { return halfBitsBySoftware(value); }
inline float floatOfHalf(std::uint16_t half) { return floatOfHalfBySoftware(half); }
#endif

//! float -> bfloat16: the upper half of a float, rounded.
inline std::uint16_t bfloatBits(float value, Rounding mode = Rounding::kNEAREST) {
    std::uint32_t const bits = floatBits(value);
    if ((bits & 0x7fffffff) > 0x7f800000)
        return 0x7fff; // one NaN, as on a device
    return static_cast<std::uint16_t>(roundCut(bits >> 16, bits & 0xffff, 0x8000, bits >> 31 != 0, mode));
}
inline float floatOfBfloat(std::uint16_t bits) { return floatOfBits(static_cast<std::uint32_t>(bits) << 16); }

//! A floating-point number as an integer of type T: saturating, NaN gives 0, as device conversions do. \param
//! rounded already an integer
template <class T, class F> inline T saturatingInteger(F rounded) {
    constexpr T kLowest = static_cast<T>(T(-1) < T(0) ? T(1) << (sizeof(T) * 8 - 1) : 0);
    constexpr T kMost = static_cast<T>(~kLowest);
    if (rounded != rounded)
        return 0;
    if (rounded <= static_cast<F>(kLowest))
        return kLowest;
    if (rounded >= static_cast<F>(kMost))
        return kMost;
    return static_cast<T>(rounded);
}

} // namespace workbook::emulator
