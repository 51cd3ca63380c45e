//! Atomic functions, on global and shared memory alike. Relaxed, as on a device: order comes from
//! __threadfence().
//! \see CUDA C++ Programming Guide, "Atomic Functions"
#pragma once
#include <cstring>
#include <type_traits>

namespace workbook::emulator {

//! A parameter that takes no part in template deduction: atomicAdd(&counter, 1) for an unsigned counter.
template <class T> struct AsIs {
    typedef T type;
};
template <class T> using AsIs_t = typename AsIs<T>::type;

//! The integer type that holds a T.
template <class T>
using BitsOf = std::conditional_t<sizeof(T) == 2, unsigned short,
                                  std::conditional_t<sizeof(T) == 4, unsigned int, unsigned long long>>;

//! `*address = change(*address)` in one step. \return what was there before
template <class T, class Change> inline T atomicUpdate(T* address, Change change) {
    typedef BitsOf<T> Bits;
    auto* const bits = reinterpret_cast<Bits*>(address);
    Bits before = __atomic_load_n(bits, __ATOMIC_RELAXED);
    for (;;) {
        T value;
        std::memcpy(static_cast<void*>(&value), &before, sizeof value);
        T const changed = change(value);
        Bits after;
        std::memcpy(&after, &changed, sizeof after);
        if (__atomic_compare_exchange_n(bits, &before, after, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return value;
    }
}

} // namespace workbook::emulator

//! Each function also exists for the threads of a block (_block) and with the host (_system): the same here.
#define WORKBOOK_ATOMIC(name, condition, body)                                                               \
    template <class T, std::enable_if_t<(condition), int> = 0>                                               \
    inline T name(T* address, ::workbook::emulator::AsIs_t<T> value)                                         \
        body template <class T, std::enable_if_t<(condition), int> = 0>                                      \
        inline T name##_block(T* address, ::workbook::emulator::AsIs_t<T> value)                             \
            body template <class T, std::enable_if_t<(condition), int> = 0>                                  \
            inline T name##_system(T* address, ::workbook::emulator::AsIs_t<T> value) body

#define WORKBOOK_IS_INTEGER (std::is_integral_v<T> && (sizeof(T) == 4 || sizeof(T) == 8))

WORKBOOK_ATOMIC(atomicAdd, WORKBOOK_IS_INTEGER,
                { return __atomic_fetch_add(address, value, __ATOMIC_RELAXED); })
WORKBOOK_ATOMIC(atomicAdd, !std::is_integral_v<T>, {
    return ::workbook::emulator::atomicUpdate(address, [&](T const& old) -> T { return old + value; });
})
WORKBOOK_ATOMIC(atomicSub, WORKBOOK_IS_INTEGER,
                { return __atomic_fetch_sub(address, value, __ATOMIC_RELAXED); })
WORKBOOK_ATOMIC(atomicAnd, WORKBOOK_IS_INTEGER,
                { return __atomic_fetch_and(address, value, __ATOMIC_RELAXED); })
WORKBOOK_ATOMIC(atomicOr, WORKBOOK_IS_INTEGER,
                { return __atomic_fetch_or(address, value, __ATOMIC_RELAXED); })
WORKBOOK_ATOMIC(atomicXor, WORKBOOK_IS_INTEGER,
                { return __atomic_fetch_xor(address, value, __ATOMIC_RELAXED); })
WORKBOOK_ATOMIC(atomicExch, sizeof(T) == 4 || sizeof(T) == 8,
                { return ::workbook::emulator::atomicUpdate(address, [&](T const&) -> T { return value; }); })
WORKBOOK_ATOMIC(atomicMin, WORKBOOK_IS_INTEGER, {
    return ::workbook::emulator::atomicUpdate(address,
                                              [&](T const& old) -> T { return value < old ? value : old; });
})
WORKBOOK_ATOMIC(atomicMax, WORKBOOK_IS_INTEGER, {
    return ::workbook::emulator::atomicUpdate(address,
                                              [&](T const& old) -> T { return value > old ? value : old; });
})
//! Counts up to `value`, then from 0 again.
WORKBOOK_ATOMIC(atomicInc, (std::is_same_v<T, unsigned int>), {
    return ::workbook::emulator::atomicUpdate(address,
                                              [&](T const& old) -> T { return old >= value ? 0 : old + 1; });
})
//! Counts down to 0, then from `value` again.
WORKBOOK_ATOMIC(atomicDec, (std::is_same_v<T, unsigned int>), {
    return ::workbook::emulator::atomicUpdate(
        address, [&](T const& old) -> T { return old == 0 || old > value ? value : old - 1; });
})

//! Writes `value` if `compare` is there. \return what was there before
template <class T, std::enable_if_t<std::is_integral_v<T> && sizeof(T) >= 2, int> = 0>
inline T atomicCAS(T* address, ::workbook::emulator::AsIs_t<T> compare,
                   ::workbook::emulator::AsIs_t<T> value) {
    __atomic_compare_exchange_n(address, &compare, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    return compare;
}
template <class T>
inline T atomicCAS_block(T* address, ::workbook::emulator::AsIs_t<T> compare,
                         ::workbook::emulator::AsIs_t<T> value) {
    return atomicCAS(address, compare, value);
}
template <class T>
inline T atomicCAS_system(T* address, ::workbook::emulator::AsIs_t<T> compare,
                          ::workbook::emulator::AsIs_t<T> value) {
    return atomicCAS(address, compare, value);
}
