#include "context.h"
#include <pthread.h>

namespace workbook::emulator {

namespace {
Context* const theContext = [] {
    auto* made = new Context;
    pthread_atfork(nullptr, nullptr, [] { context().forked = true; });
    return made;
}();
thread_local cudaError_t threadError = cudaSuccess;
} // namespace

Context& context() { return *theContext; }

cudaError_t& lastError() { return threadError; }

cudaError_t remember(cudaError_t error) {
    if (error != cudaSuccess)
        threadError = error;
    return error;
}

cudaError_t contextError() {
    Context& shared = context();
    if (shared.forked)
        return cudaErrorInitializationError;
    if (!cpuIsUsable())
        return cudaErrorNoDevice;
    if (shared.sticky == cudaSuccess && shared.pending != cudaSuccess) {
        shared.sticky = shared.pending;
        shared.pending = cudaSuccess;
    }
    return shared.sticky;
}

} // namespace workbook::emulator
