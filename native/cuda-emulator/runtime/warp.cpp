#include "warp.h"
#include <algorithm>

namespace workbook::emulator {

namespace {
//! Calls `body` with every lane of the mask.
template <class Body> void forLanes(unsigned int lanes, Body body) {
    for (; lanes != 0; lanes &= lanes - 1)
        body(static_cast<unsigned int>(__builtin_ctz(lanes)));
}

std::uint64_t combine(WarpOperation operation, std::uint64_t a, std::uint64_t b) {
    auto const signedA = static_cast<std::int64_t>(a), signedB = static_cast<std::int64_t>(b);
    switch (operation) {
    case WarpOperation::kADD:
        return a + b;
    case WarpOperation::kMIN:
        return static_cast<std::uint64_t>(std::min(signedA, signedB));
    case WarpOperation::kMAX:
        return static_cast<std::uint64_t>(std::max(signedA, signedB));
    case WarpOperation::kUMIN:
        return std::min(a, b);
    case WarpOperation::kUMAX:
        return std::max(a, b);
    case WarpOperation::kAND:
        return a & b;
    case WarpOperation::kOR:
        return a | b;
    case WarpOperation::kXOR:
        return a ^ b;
    default:
        return a;
    }
}
} // namespace

void Warp::start(unsigned int lanes) {
    mLive = lanes;
    mWaiting = mAtActiveMask = 0;
}

unsigned int Warp::arrive(unsigned int lane, Fibre* fibre, LaneCall const& call) {
    mCall[lane] = call;
    mFibre[lane] = fibre;
    mWaiting |= 1u << lane;
    return complete(call.mask);
}

unsigned int Warp::leave(unsigned int lane) {
    mLive &= ~(1u << lane);
    unsigned int waiting = mWaiting;
    while (waiting != 0) {
        unsigned int const mask = mCall[__builtin_ctz(waiting)].mask;
        if (unsigned int const lanes = complete(mask))
            return lanes | leave(lane);
        waiting &= waiting - 1;
    }
    return 0;
}

unsigned int Warp::complete(unsigned int mask) {
    unsigned int const expected = mask & mLive;
    if ((mWaiting & expected) != expected)
        return 0;
    bool together = expected != 0;
    forLanes(expected, [&](unsigned int lane) { together = together && mCall[lane].mask == mask; });
    if (!together)
        return 0;
    ++mInterval;
    compute(expected, mCall[__builtin_ctz(expected)].operation);
    mWaiting &= ~expected;
    return expected;
}

void Warp::compute(unsigned int lanes, WarpOperation operation) {
    switch (operation) {
    case WarpOperation::kSYNC:
        return;
    case WarpOperation::kSHUFFLE:
        forLanes(lanes, [&](unsigned int lane) {
            unsigned int const source = static_cast<unsigned int>(mCall[lane].source) & 31;
            mResult[lane] = (lanes >> source & 1) != 0 ? mCall[source].value : 0;
        });
        return;
    case WarpOperation::kBALLOT: {
        unsigned int votes = 0;
        forLanes(lanes, [&](unsigned int lane) { votes |= mCall[lane].value != 0 ? 1u << lane : 0; });
        forLanes(lanes, [&](unsigned int lane) { mResult[lane] = votes; });
        return;
    }
    case WarpOperation::kMATCH:
        forLanes(lanes, [&](unsigned int lane) {
            unsigned int equal = 0;
            forLanes(lanes, [&](unsigned int other) {
                equal |= mCall[other].value == mCall[lane].value ? 1u << other : 0;
            });
            mResult[lane] = equal;
        });
        return;
    default: {
        unsigned int const first = static_cast<unsigned int>(__builtin_ctz(lanes));
        std::uint64_t total = mCall[first].value;
        forLanes(lanes & (lanes - 1),
                 [&](unsigned int lane) { total = combine(operation, total, mCall[lane].value); });
        forLanes(lanes, [&](unsigned int lane) { mResult[lane] = total; });
    }
    }
}

void Warp::arriveActive(unsigned int lane, Fibre* fibre, void const* place) {
    mFibre[lane] = fibre;
    mPlace[lane] = place;
    mAtActiveMask |= 1u << lane;
}

unsigned int Warp::releaseActive() {
    if (mAtActiveMask == 0)
        return 0;
    void const* const place = mPlace[__builtin_ctz(mAtActiveMask)];
    unsigned int together = 0;
    forLanes(mAtActiveMask, [&](unsigned int lane) { together |= mPlace[lane] == place ? 1u << lane : 0; });
    forLanes(together, [&](unsigned int lane) { mResult[lane] = together; });
    mAtActiveMask &= ~together;
    return together;
}

} // namespace workbook::emulator
