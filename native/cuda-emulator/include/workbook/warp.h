//! Warp shuffles, votes, matches and reductions.
//!
//! Lanes that a mask names wait for each other, except those whose thread has returned. A value taken from a
//! lane that takes no part is 0 (undefined on a device; 0 on an H200, for lanes that returned or never were).
//! \see CUDA C++ Programming Guide, "Warp Vote Functions" to "Warp Shuffle Functions"
#pragma once
#include "kernel.h"
#include <cstring>

namespace workbook::emulator {

//! What lanes do together when all have come.
enum class WarpOperation {
    kSYNC,
    kSHUFFLE,
    kBALLOT,
    kMATCH,
    kADD,
    kMIN,
    kMAX,
    kUMIN,
    kUMAX,
    kAND,
    kOR,
    kXOR
};

extern "C" {
//! Waits for the lanes of `mask`, then gives this lane's result.
//! \param value the lane's contribution \param source for kSHUFFLE, the lane whose value is wanted
std::uint64_t workbookWarp(WarpOperation operation, unsigned int mask, std::uint64_t value, int source);
//! Lanes of this warp that run together with this one: those that call it while no other can go on.
unsigned int workbookActiveMask(void const* place);
}

inline int laneIndex() {
    return int(threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) & 31;
}

template <class T> inline T shuffled(unsigned int mask, T value, int source) {
    static_assert(sizeof(T) <= 8, "a shuffle moves at most 8 bytes");
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    bits = workbookWarp(WarpOperation::kSHUFFLE, mask, bits, source);
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

inline unsigned int ballot(unsigned int mask, bool predicate) {
    return static_cast<unsigned int>(workbookWarp(WarpOperation::kBALLOT, mask, predicate ? 1 : 0, 0));
}

template <class T> inline T reduced(WarpOperation operation, unsigned int mask, T value) {
    return static_cast<T>(
        workbookWarp(operation, mask, static_cast<std::uint64_t>(static_cast<std::int64_t>(value)), 0));
}

} // namespace workbook::emulator

inline void __syncwarp(unsigned int mask = 0xffffffffu) {
    ::workbook::emulator::workbookWarp(::workbook::emulator::WarpOperation::kSYNC, mask, 0, 0);
}

template <class T> inline T __shfl_sync(unsigned int mask, T value, int lane, int width = warpSize) {
    int const own = ::workbook::emulator::laneIndex();
    return ::workbook::emulator::shuffled(mask, value, (own & ~(width - 1)) | (lane & (width - 1)));
}
template <class T>
inline T __shfl_up_sync(unsigned int mask, T value, unsigned int delta, int width = warpSize) {
    int const own = ::workbook::emulator::laneIndex(), from = own - static_cast<int>(delta);
    return ::workbook::emulator::shuffled(mask, value, from < (own & ~(width - 1)) ? own : from);
}
template <class T>
inline T __shfl_down_sync(unsigned int mask, T value, unsigned int delta, int width = warpSize) {
    int const own = ::workbook::emulator::laneIndex(), from = own + static_cast<int>(delta);
    return ::workbook::emulator::shuffled(mask, value, from > (own | (width - 1)) ? own : from);
}
template <class T> inline T __shfl_xor_sync(unsigned int mask, T value, int laneMask, int width = warpSize) {
    int const own = ::workbook::emulator::laneIndex(), from = own ^ laneMask;
    return ::workbook::emulator::shuffled(mask, value, from > (own | (width - 1)) ? own : from);
}

inline unsigned int __ballot_sync(unsigned int mask, int predicate) {
    return ::workbook::emulator::ballot(mask, predicate != 0);
}
inline int __any_sync(unsigned int mask, int predicate) {
    return ::workbook::emulator::ballot(mask, predicate != 0) != 0;
}
inline int __all_sync(unsigned int mask, int predicate) {
    return ::workbook::emulator::ballot(mask, predicate == 0) == 0;
}
inline __attribute__((noinline)) unsigned int __activemask() {
    return ::workbook::emulator::workbookActiveMask(__builtin_return_address(0));
}

template <class T> inline unsigned int __match_any_sync(unsigned int mask, T value) {
    static_assert(sizeof(T) <= 8, "a match compares at most 8 bytes");
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    return static_cast<unsigned int>(
        ::workbook::emulator::workbookWarp(::workbook::emulator::WarpOperation::kMATCH, mask, bits, 0));
}
template <class T> inline unsigned int __match_all_sync(unsigned int mask, T value, int* all) {
    unsigned int const equal = __match_any_sync(mask, value);
    unsigned int const present = ::workbook::emulator::ballot(mask, true);
    *all = equal == present;
    return *all ? present : 0;
}

#define WORKBOOK_WARP_REDUCE(name, T, operation)                                                             \
    inline T name(unsigned int mask, T value) {                                                              \
        return ::workbook::emulator::reduced<T>(::workbook::emulator::WarpOperation::operation, mask,        \
                                                value);                                                      \
    }
WORKBOOK_WARP_REDUCE(__reduce_add_sync, int, kADD)
WORKBOOK_WARP_REDUCE(__reduce_add_sync, unsigned int, kADD)
WORKBOOK_WARP_REDUCE(__reduce_min_sync, int, kMIN)
WORKBOOK_WARP_REDUCE(__reduce_min_sync, unsigned int, kUMIN)
WORKBOOK_WARP_REDUCE(__reduce_max_sync, int, kMAX)
WORKBOOK_WARP_REDUCE(__reduce_max_sync, unsigned int, kUMAX)
WORKBOOK_WARP_REDUCE(__reduce_and_sync, unsigned int, kAND)
WORKBOOK_WARP_REDUCE(__reduce_or_sync, unsigned int, kOR)
WORKBOOK_WARP_REDUCE(__reduce_xor_sync, unsigned int, kXOR)
