//! Every new thread gets a signal stack: this library is loaded before others, so that its pthread_create()
//! is the one they find.
#include "handlers.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <dlfcn.h>
#include <pthread.h>
#include <sys/mman.h>

namespace {

using Create = int (*)(pthread_t*, pthread_attr_t const*, void* (*)(void*), void*);

struct Start {
    void* (*run)(void*);
    void* argument;
};

//! Its destructor runs when a thread ends, however it ends.
pthread_key_t gStackKey;
pthread_once_t gStackKeyMade = PTHREAD_ONCE_INIT;

void unmapStack(void* stack) {
    stack_t now{};
    if (sigaltstack(nullptr, &now) != 0 || now.ss_sp != stack) {
        return; // somebody else has replaced it
    }
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
    munmap(stack, now.ss_size);
}

void makeStackKey() { pthread_key_create(&gStackKey, unmapStack); }

void* runWithSignalStack(void* data) {
    Start const start = *static_cast<Start*>(data);
    std::free(data);
    pthread_once(&gStackKeyMade, makeStackKey);
    pthread_setspecific(gStackKey, workbook::crash::useSignalStack());
    return start.run(start.argument);
}

} // namespace

extern "C" __attribute__((visibility("default"))) int pthread_create(pthread_t* thread,
                                                                     pthread_attr_t const* attributes,
                                                                     void* (*run)(void*),
                                                                     void* argument) noexcept {
    auto const create = reinterpret_cast<Create>(dlsym(RTLD_NEXT, "pthread_create"));
    auto* const start = static_cast<Start*>(std::malloc(sizeof(Start)));
    if (create == nullptr || start == nullptr) {
        std::free(start);
        return EAGAIN;
    }
    *start = {run, argument};
    int const error = create(thread, attributes, runWithSignalStack, start);
    if (error != 0) {
        std::free(start);
    }
    return error;
}
