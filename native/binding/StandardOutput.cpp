#include "StandardOutput.h"

#include "Errors.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace workbook::binding {
namespace {

constexpr int kFIRST_FREE_DESCRIPTOR = 3; // 0, 1 and 2 keep their meaning

} // namespace

void bufferOutputByLine() { std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ); }

Napi::Value flushOutput(Napi::CallbackInfo const& info) {
    std::fflush(nullptr);
    return info.Env().Undefined();
}

Napi::Value takeStandardOutput(Napi::CallbackInfo const& info) {
    std::fflush(stdout);
    int const saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kFIRST_FREE_DESCRIPTOR);
    if (saved < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        throwError(info.Env(), "OUTPUT_UNAVAILABLE",
                   std::string("Cannot take standard output: ") + std::strerror(errno));
    }
    return Napi::Number::New(info.Env(), saved);
}

} // namespace workbook::binding
