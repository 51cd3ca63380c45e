//! The functions that code compiled with -fsanitize=thread calls at every access. Here they are not a thread
//! sanitizer: they check what kernels do. Outside kernels they do nothing but what the code asked for.
#include "checks.h"
#include "worker.h"
#include <cstring>

using namespace workbook::emulator;

namespace {
inline void check(void const volatile* address, std::size_t bytes, bool write, bool aligned,
                  bool atomic = false, void const* code = __builtin_return_address(0)) { // the caller's
    if (Worker* const worker = currentWorker)
        checkAccess(*worker,
                    {reinterpret_cast<std::uintptr_t>(address), bytes, write, atomic, aligned, code});
}
} // namespace

extern "C" {

void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
void __tsan_vptr_update(void**, void*) {}
void __tsan_vptr_read(void**) {}
void __tsan_atomic_thread_fence(int) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
void __tsan_atomic_signal_fence(int) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

void __tsan_read_range(void* address, std::size_t bytes) { check(address, bytes, false, false); }
void __tsan_write_range(void* address, std::size_t bytes) { check(address, bytes, true, false); }

void* __tsan_memcpy(void* target, void const* source, std::size_t bytes) {
    check(source, bytes, false, false), check(target, bytes, true, false);
    return std::memcpy(target, source, bytes);
}
void* __tsan_memmove(void* target, void const* source, std::size_t bytes) {
    check(source, bytes, false, false), check(target, bytes, true, false);
    return std::memmove(target, source, bytes);
}
void* __tsan_memset(void* target, int value, std::size_t bytes) {
    check(target, bytes, true, false);
    return std::memset(target, value, bytes);
}

#define WORKBOOK_PLAIN(bytes)                                                                                \
    void __tsan_read##bytes(void* address) { check(address, bytes, false, true); }                           \
    void __tsan_write##bytes(void* address) { check(address, bytes, true, true); }                           \
    void __tsan_unaligned_read##bytes(void* address) { check(address, bytes, false, false); }                \
    void __tsan_unaligned_write##bytes(void* address) { check(address, bytes, true, false); }                \
    void __tsan_volatile_read##bytes(void* address) { check(address, bytes, false, true); }                  \
    void __tsan_volatile_write##bytes(void* address) { check(address, bytes, true, true); }                  \
    void __tsan_read_write##bytes(void* address) { check(address, bytes, true, true); }
WORKBOOK_PLAIN(1)
WORKBOOK_PLAIN(2)
WORKBOOK_PLAIN(4)
WORKBOOK_PLAIN(8)
WORKBOOK_PLAIN(16)

#define WORKBOOK_FETCH(bits, T, name, builtin)                                                               \
    T __tsan_atomic##bits##_##name(T volatile* address, T value, int) {                                      \
        check(address, sizeof(T), true, true, true);                                                         \
        return builtin(address, value, __ATOMIC_SEQ_CST);                                                    \
    }
#define WORKBOOK_EXCHANGE(bits, T, kind, weak)                                                               \
    int __tsan_atomic##bits##_compare_exchange_##kind(T volatile* address, T* expected, T value, int, int) { \
        check(address, sizeof(T), true, true, true);                                                         \
        return __atomic_compare_exchange_n(address, expected, value, weak, __ATOMIC_SEQ_CST,                 \
                                           __ATOMIC_SEQ_CST);                                                \
    }
#define WORKBOOK_ATOMICS(bits, T)                                                                            \
    T __tsan_atomic##bits##_load(T const volatile* address, int) {                                           \
        check(address, sizeof(T), false, true, true);                                                        \
        return __atomic_load_n(address, __ATOMIC_SEQ_CST);                                                   \
    }                                                                                                        \
    void __tsan_atomic##bits##_store(T volatile* address, T value, int) {                                    \
        check(address, sizeof(T), true, true, true);                                                         \
        __atomic_store_n(address, value, __ATOMIC_SEQ_CST);                                                  \
    }                                                                                                        \
    WORKBOOK_FETCH(bits, T, exchange, __atomic_exchange_n)                                                   \
    WORKBOOK_FETCH(bits, T, fetch_add, __atomic_fetch_add)                                                   \
    WORKBOOK_FETCH(bits, T, fetch_sub, __atomic_fetch_sub)                                                   \
    WORKBOOK_FETCH(bits, T, fetch_and, __atomic_fetch_and)                                                   \
    WORKBOOK_FETCH(bits, T, fetch_or, __atomic_fetch_or)                                                     \
    WORKBOOK_FETCH(bits, T, fetch_xor, __atomic_fetch_xor)                                                   \
    WORKBOOK_FETCH(bits, T, fetch_nand, __atomic_fetch_nand)                                                 \
    WORKBOOK_EXCHANGE(bits, T, strong, false)                                                                \
    WORKBOOK_EXCHANGE(bits, T, weak, true)                                                                   \
    T __tsan_atomic##bits##_compare_exchange_val(T volatile* address, T expected, T value, int, int) {       \
        check(address, sizeof(T), true, true, true);                                                         \
        __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);   \
        return expected;                                                                                     \
    }
WORKBOOK_ATOMICS(8, unsigned char)
WORKBOOK_ATOMICS(16, unsigned short)
WORKBOOK_ATOMICS(32, unsigned int)
WORKBOOK_ATOMICS(64, unsigned long)
}
