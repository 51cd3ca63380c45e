// How lanes of a warp meet, and what racecheck remembers: without kernels.
#include "check.h"
#include "checks.h"
#include "warp.h"

using namespace workbook::emulator;

namespace {
LaneCall shuffle(unsigned int mask, std::uint64_t value, int source) {
    return {WarpOperation::kSHUFFLE, mask, value, source};
}
} // namespace

TEST("lanes go on when all of the mask are there") {
    Warp warp;
    Fibre fibres[4];
    warp.start(0xf);
    CHECK_EQUAL(warp.arrive(0, &fibres[0], shuffle(0x7, 100, 2)), 0u);
    CHECK_EQUAL(warp.arrive(2, &fibres[2], shuffle(0x7, 102, 1)), 0u);
    CHECK_EQUAL(warp.arrive(1, &fibres[1], shuffle(0x7, 101, 3)), 0x7u);
    CHECK_EQUAL(warp.result(0), 102u);
    CHECK_EQUAL(warp.result(2), 101u);
    CHECK_EQUAL(warp.result(1), 0u); // lane 3 takes no part
    CHECK(warp.fibre(2) == &fibres[2]);
}

TEST("two groups of a warp do not wait for each other") {
    Warp warp;
    warp.start(0xf);
    CHECK_EQUAL(warp.arrive(0, nullptr, shuffle(0x3, 1, 1)), 0u);
    CHECK_EQUAL(warp.arrive(2, nullptr, shuffle(0xc, 3, 3)), 0u);
    CHECK_EQUAL(warp.arrive(3, nullptr, shuffle(0xc, 4, 2)), 0xcu);
    CHECK_EQUAL(warp.arrive(1, nullptr, shuffle(0x3, 2, 0)), 0x3u);
}

TEST("a lane whose thread has returned is not waited for") {
    Warp warp;
    warp.start(0x7);
    CHECK_EQUAL(warp.leave(2), 0u);
    CHECK_EQUAL(warp.arrive(0, nullptr, shuffle(~0u, 1, 1)), 0u);
    CHECK_EQUAL(warp.leave(1), 1u); // the last that lane 0 waited for
    CHECK_EQUAL(warp.result(0), 0u);
}

TEST("races: another warp, no barrier, one writes") {
    SharedHistory history;
    unsigned int other = 0;
    bool otherWrite = false;
    Access const write{0, 4, true, false, true}, read{0, 4, false, false, true};
    auto const conflicts = [&](Access const& access, unsigned int thread, std::uint32_t interval,
                               std::uint32_t warp) {
        return history.conflicts(access.address, access, thread, interval, warp, other, otherWrite);
    };
    CHECK(!conflicts(write, 5, 1, 1));
    CHECK(!conflicts(read, 5, 1, 1)); // its own
    CHECK(conflicts(read, 40, 1, 1)); // another warp
    CHECK_EQUAL(other, 5u);
    CHECK(otherWrite);
    CHECK(!conflicts(read, 40, 2, 1)); // after a barrier
    CHECK(conflicts(write, 5, 2, 1));  // read meanwhile
    CHECK_EQUAL(other, 40u);
    CHECK(!otherWrite);
    CHECK(!conflicts(write, 5, 3, 1));
    CHECK(conflicts(read, 6, 3, 1));  // same warp, not synchronised
    CHECK(!conflicts(read, 6, 3, 2)); // synchronised
    CHECK(!conflicts({2, 4, false, false, true}, 7, 4, 1));
    CHECK(conflicts({4, 1, true, false, true}, 99, 4, 1)); // bytes overlap
    CHECK(!conflicts({6, 1, true, false, true}, 99, 4, 1));
}

CHECK_MAIN
