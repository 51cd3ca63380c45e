//! racecheck: two threads use a byte of shared memory, one of them writes, and no barrier is between.
//!
//! Time is counted in intervals between barriers. Lanes of one warp are also ordered by what synchronises the
//! warp.
#include "checks.h"
#include "launch_log.h"
#include "worker.h"
#include <cstdio>

namespace workbook::emulator {

bool SharedHistory::ordered(Use const& use, unsigned int thread, std::uint32_t warpInterval) {
    if (use.otherWarps || use.thread / 32 != thread / 32)
        return false;
    return use.warpInterval != warpInterval || (use.thread == thread && !use.otherLanes);
}

bool SharedHistory::conflicts(std::size_t offset, Access const& access, unsigned int thread,
                              std::uint32_t interval, std::uint32_t warpInterval, unsigned int& other,
                              bool& otherWrite) {
    if (mBytes.empty())
        mBytes.resize(SharedArena::kAddressedBytes);
    bool found = false;
    for (std::size_t i = offset; i < offset + access.bytes && i < mBytes.size(); ++i) {
        Byte& byte = mBytes[i];
        auto const who = [&](Use const& use) { return use.thread == thread ? use.another : use.thread; };
        auto const clashes = [&](Use const& use) {
            return use.interval == interval && !ordered(use, thread, warpInterval);
        };
        if (!found && clashes(byte.write)) {
            found = true;
            other = who(byte.write);
            otherWrite = true;
        } else if (!found && access.write && clashes(byte.read)) {
            found = true;
            other = who(byte.read);
            otherWrite = false;
        }
        Use& use = access.write ? byte.write : byte.read;
        Use now{interval, warpInterval, static_cast<std::uint16_t>(thread), use.thread, false, false};
        if (use.thread == thread)
            now.another = use.another;
        if (use.interval == interval) {
            bool const sameWarp = use.thread / 32 == thread / 32;
            now.otherWarps = use.otherWarps || !sameWarp;
            now.otherLanes =
                sameWarp && use.warpInterval == warpInterval && (use.otherLanes || use.thread != thread);
        }
        use = now;
    }
    return found;
}

void Worker::checkRace(Access const& access) {
    if (access.atomic)
        return;
    unsigned int const thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    std::uint32_t const warpInterval = workbookSuspendedBlock ? warpOf(thread).interval() : 0;
    unsigned int other = 0;
    bool otherWrite = false;
    std::size_t const offset = mShared.offsetOf(access.address);
    if (!mHistory.conflicts(offset, access, thread, mInterval, warpInterval, other, otherWrite))
        return;
    if (mLaunch->races.fetch_add(1) >= 10)
        return; // a launch has millions of them, or none
    WorkbookReport found{};
    found.kind = workbookRace;
    found.kernel = kernelName(mLaunch->kernel);
    found.block = blockIdx;
    found.thread = threadIdx;
    found.otherThread = {other % blockDim.x, other / blockDim.x % blockDim.y,
                         other / blockDim.x / blockDim.y};
    found.write = access.write;
    found.otherWrite = otherWrite;
    found.shared = 1;
    found.address = access.address;
    found.bytes = access.bytes;
    found.code = reinterpret_cast<std::uintptr_t>(access.code) - 1;
    std::snprintf(found.text, sizeof found.text,
                  "race in %s, block (%u,%u,%u): thread (%u,%u,%u) %s %zu bytes of shared memory that thread "
                  "(%u,%u,%u) %s, "
                  "and no barrier is between",
                  found.kernel, found.block.x, found.block.y, found.block.z, found.thread.x, found.thread.y,
                  found.thread.z, access.write ? "writes" : "reads", access.bytes, found.otherThread.x,
                  found.otherThread.y, found.otherThread.z, otherWrite ? "wrote" : "read");
    report(found);
}

} // namespace workbook::emulator
