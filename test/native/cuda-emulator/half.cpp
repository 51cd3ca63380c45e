// half and bfloat16 in a plain .cpp file, without F16C: every half, and floats on both sides of every step.
#include "check.h"
#include <cmath>
#include <cuda_bf16.h>
#include <cuda_fp16.h>

using namespace workbook::emulator;

namespace {
//! The value by its definition: sign, exponent, fraction.
double valueOf(unsigned int bits) {
    double const sign = (bits & 0x8000) != 0 ? -1 : 1;
    int const exponent = static_cast<int>(bits >> 10 & 31), fraction = static_cast<int>(bits & 1023);
    if (exponent == 31)
        return fraction != 0 ? NAN : sign * INFINITY;
    return exponent == 0 ? sign * std::ldexp(fraction, -24)
                         : sign * std::ldexp(1024 + fraction, exponent - 25);
}
} // namespace

TEST("every half as a float, and back") {
    int wrong = 0;
    for (unsigned int bits = 0; bits < 65536; ++bits) {
        half const value = __ushort_as_half(static_cast<unsigned short>(bits));
        double const expected = valueOf(bits);
        if (std::isnan(expected)) {
            wrong += !std::isnan(static_cast<float>(value)) || !__hisnan(value);
        } else {
            wrong += static_cast<double>(static_cast<float>(value)) != expected;
            wrong += __half_as_ushort(__float2half(static_cast<float>(expected))) != bits;
        }
    }
    CHECK_EQUAL(wrong, 0);
}

TEST("rounding to nearest even, and in the other directions, around every midpoint") {
    int wrong = 0;
    for (unsigned int bits = 0; bits < 0x7bff; ++bits) {
        auto const lower = static_cast<float>(valueOf(bits)), upper = static_cast<float>(valueOf(bits + 1));
        float const middle = (lower + upper) / 2;
        auto const nearest = [](float value) { return __half_as_ushort(__float2half_rn(value)); };
        wrong += nearest(middle) != bits + (bits & 1);
        wrong += nearest(std::nextafter(middle, lower)) != bits;
        wrong += nearest(std::nextafter(middle, upper)) != bits + 1;
        wrong += __half_as_ushort(__float2half_rz(middle)) != bits;
        wrong += __half_as_ushort(__float2half_ru(middle)) != bits + 1;
        wrong += __half_as_ushort(__float2half_rd(-middle)) != (0x8000 | (bits + 1));
    }
    CHECK_EQUAL(wrong, 0);
    CHECK(std::isinf(static_cast<float>(half(65520.0f))));
    CHECK_EQUAL(static_cast<float>(half(65519.0f)), 65504.0f);
}

TEST("arithmetic, comparison and conversion") {
    half const a(1.5f), b(-2.0f);
    CHECK_EQUAL(static_cast<float>(a + b), -0.5f);
    CHECK_EQUAL(static_cast<float>(a * b), -3.0f);
    CHECK_EQUAL(static_cast<int>(half(2.75f)), 2);
    CHECK(a > b && b < a && a != b);
    CHECK_EQUAL(__half2int_rn(half(3.5f)), 4);
    half2 sum = __halves2half2(a, b);
    sum += sum;
    CHECK_EQUAL(__low2float(sum), 3.0f);
    CHECK_EQUAL(__high2float(sum), -4.0f);
}

TEST("bfloat16 is the upper half of a float, rounded to nearest even") {
    CHECK_EQUAL(static_cast<float>(__nv_bfloat16(1.0f + 1.0f / 256)), 1.0f);
    CHECK_EQUAL(static_cast<float>(__nv_bfloat16(1.0f + 3.0f / 256)), 1.0f + 4.0f / 256);
    CHECK_EQUAL(__bfloat16_as_ushort(__float2bfloat16(-2.0f)), 0xc000);
    CHECK(__hisnan(__nv_bfloat16(NAN)));
}

CHECK_MAIN
