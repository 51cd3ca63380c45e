//! Loads and stores with cache hints (plain ones here), clocks, and the address spaces.
#pragma once
#include <chrono>
#include <cstddef>
#include <thread>

#define WORKBOOK_LOAD(name)                                                                                  \
    template <class T> inline T name(T const* address) { return *address; }
WORKBOOK_LOAD(__ldg)
WORKBOOK_LOAD(__ldca)
WORKBOOK_LOAD(__ldcg)
WORKBOOK_LOAD(__ldcs)
WORKBOOK_LOAD(__ldlu)
WORKBOOK_LOAD(__ldcv)
#define WORKBOOK_STORE(name)                                                                                 \
    template <class T> inline void name(T* address, T value) { *address = value; }
WORKBOOK_STORE(__stwb)
WORKBOOK_STORE(__stcg)
WORKBOOK_STORE(__stcs)
WORKBOOK_STORE(__stwt)

//! Nanoseconds, where a device counts cycles.
inline long long clock64() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}
inline unsigned long long __globaltimer() { return static_cast<unsigned long long>(clock64()); }
inline void __nanosleep(unsigned int) {}

//! An address of shared memory as a number, for code that only carries it around.
inline std::size_t __cvta_generic_to_shared(void const* address) {
    return reinterpret_cast<std::size_t>(address);
}
inline std::size_t __cvta_generic_to_global(void const* address) {
    return reinterpret_cast<std::size_t>(address);
}
