#include "context.h"
#include <cstdio>

namespace workbook::emulator {

namespace {
bool const usable = [] {
    __builtin_cpu_init();
    bool const found = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                       __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    if (!found)
        std::fputs(
            "CUDA emulator: this CPU lacks AVX2, FMA or BMI, which .cu files are compiled to; kernels cannot "
            "run here\n",
            stderr);
    return found;
}();
} // namespace

bool cpuIsUsable() { return usable; }

} // namespace workbook::emulator
