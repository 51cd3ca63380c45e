//! `assert` in .cu files: the compiler driver renames __assert_fail to workbookAssertFail.
#include "worker.h"
#include <cstdio>
#include <cstdlib>

using namespace workbook::emulator;

//! In a kernel: says where, and ends the launch with error 710, as a device does. Elsewhere: what the C
//! library does.
extern "C" [[noreturn]] void workbookAssertFail(char const* condition, char const* file, unsigned int line,
                                                char const* function) noexcept {
    if (!currentWorker) {
        std::fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line, function, condition);
        std::abort();
    }
    std::fprintf(stderr, "%s:%u: %s: block: [%u,%u,%u], thread: [%u,%u,%u] Assertion `%s` failed.\n", file,
                 line, currentWorker->launch().kernel.prettyName, blockIdx.x, blockIdx.y, blockIdx.z,
                 threadIdx.x, threadIdx.y, threadIdx.z, condition);
    currentWorker->abandon(cudaErrorAssert);
}
