#include "worker.h"
#include <algorithm>
#include <cstdio>

namespace workbook::emulator {

__thread Worker* currentWorker __attribute__((tls_model("initial-exec"))) = nullptr;

extern "C" {
__thread uint3 workbookThreadIdx __attribute__((tls_model("initial-exec")));
__thread uint3 workbookBlockIdx __attribute__((tls_model("initial-exec")));
__thread uint3 workbookBlockDim __attribute__((tls_model("initial-exec")));
__thread uint3 workbookGridDim __attribute__((tls_model("initial-exec")));
__thread void* workbookSuspendedBlock __attribute__((tls_model("initial-exec")));
}

void Worker::run(Launch& launch) {
    mLaunch = &launch;
    blockDim = launch.request.block;
    gridDim = launch.request.grid;
    mThreads = blockDim.x * blockDim.y * blockDim.z;
    mBlock = mChunkEnd = 0;
    Fibre* const first = mFibres.take();
    if (!first || !mShared.setDynamicBytes(launch.request.sharedBytes)) {
        launch.fail({cudaErrorMemoryAllocation, {}, {}, 0, false});
        return;
    }
    currentWorker = this;
    if (startNextBlock()) {
        mCurrent = first;
        first->prepare(&Worker::runFibre);
        workbookSwitchStack(&mMainStack, first->saved);
    }
    currentWorker = nullptr;
    mFibres.reclaim();
}

//! What every fibre does: the threads that are next, then the blocks that are next.
void Worker::runFibre() {
    Worker& self = *currentWorker;
    do {
        self.mLaunch->kernel.runThreads(self.mLaunch->arguments);
    } while (self.startNextBlock());
    workbookJumpToStack(self.mMainStack);
}

bool Worker::startNextBlock() {
    Launch& launch = *mLaunch;
    if (mBlock == mChunkEnd) {
        std::uint64_t const begin = launch.nextBlock.fetch_add(launch.chunkBlocks, std::memory_order_relaxed);
        if (begin >= launch.blocks)
            return false;
        mBlock = begin;
        mChunkEnd = std::min(begin + launch.chunkBlocks, launch.blocks);
    }
    if (launch.failed.load(std::memory_order_relaxed))
        return false;
    auto const row = mBlock / gridDim.x;
    blockIdx = {static_cast<unsigned>(mBlock % gridDim.x), static_cast<unsigned>(row % gridDim.y),
                static_cast<unsigned>(row / gridDim.y)};
    ++mBlock;
    startBlock();
    return true;
}

void Worker::startBlock() {
    threadIdx = {0, 0, 0};
    workbookSuspendedBlock = nullptr;
    mShared.startBlock();
    ++mInterval;
    mReady = mAtBarrier = {};
    mAtActiveMask = false;
    mArrived = 0;
    mCount = 0;
}

//! From here on threads are counted: all before the current one have returned.
void Worker::beginSuspension() {
    workbookSuspendedBlock = this;
    unsigned const linear = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    mCurrent->linear = linear;
    mLive = mThreads - linear;
    mStarted = linear + 1;
    mCursor = threadIdx;
    advanceCursor();
    for (unsigned first = linear / 32 * 32; first < mThreads; first += 32) {
        unsigned const present = mThreads - first >= 32 ? ~0u : (1u << (mThreads - first)) - 1;
        warpOf(first).start(linear > first ? present & ~((1u << (linear - first)) - 1) : present);
    }
}

void Worker::advanceCursor() {
    if (++mCursor.x < blockDim.x)
        return;
    mCursor.x = 0;
    if (++mCursor.y < blockDim.y)
        return;
    mCursor.y = 0;
    ++mCursor.z;
}

void Worker::startUnstarted(Fibre* fibre) {
    fibre->linear = mStarted++;
    mCurrent = fibre;
    threadIdx = mCursor;
    advanceCursor();
}

// The way from a barrier to the switch is inlined into one function that ends in a jump to
// workbookSwitchStack(): what a waiting fibre keeps on its stack is then one cache line, and a block of 256
// threads fits into the first-level cache.

[[gnu::always_inline]] inline void Worker::waitIn(FibreList& list) {
    mCurrent->thread = threadIdx;
    list.push(mCurrent);
    resumeAnother();
}

//! Leaves the current fibre, which is in a list or free, for one that can go on.
[[gnu::always_inline]] inline void Worker::resumeAnother() {
    Fibre* const left = mCurrent;
    Fibre* next;
    if (__builtin_expect(!mReady.empty(), 1)) {
        next = mCurrent = mReady.pop();
        threadIdx = next->thread;
    } else {
        next = startAnother();
    }
    workbookSwitchStack(&left->saved, next->saved);
}

//! A fibre to go on with where none is ready: one for the next thread that has not started, else lanes at
//! __activemask().
Fibre* Worker::startAnother() {
    if (mStarted == mThreads) {
        if (!releaseActiveMask())
            reportStall();
        mCurrent = mReady.pop();
        threadIdx = mCurrent->thread;
        return mCurrent;
    }
    Fibre* const fresh = mFibres.take();
    if (!fresh)
        abandon(cudaErrorMemoryAllocation);
    fresh->prepare(&Worker::runFibre);
    startUnstarted(fresh);
    return fresh;
}

//! A device would hang here.
void Worker::reportStall() {
    std::fprintf(stderr,
                 "CUDA emulator: block (%u, %u, %u) can never go on: of its %u threads that have not "
                 "returned %u wait at "
                 "__syncthreads, the others for lanes of their warp that do not come\n",
                 blockIdx.x, blockIdx.y, blockIdx.z, mLive, mArrived);
    abandon(cudaErrorLaunchTimeout);
}

void Worker::releaseBarrier() {
    ++mInterval;
    mArrived = 0;
    mCountResult = mCount;
    mCount = 0;
    mReady.append(mAtBarrier);
}

[[gnu::always_inline]] inline void Worker::arriveAtBarrier() {
    if (!workbookSuspendedBlock)
        beginSuspension();
    if (++mArrived == mLive) {
        releaseBarrier();
    } else {
        waitIn(mAtBarrier);
    }
}

void Worker::waitForBlock() { arriveAtBarrier(); }

int Worker::waitAndCount(bool predicate) {
    if (!workbookSuspendedBlock)
        beginSuspension();
    mCount += predicate ? 1 : 0;
    waitForBlock();
    return mCountResult;
}

std::uint64_t Worker::meetWarp(WarpOperation operation, unsigned int mask, std::uint64_t value, int source) {
    if (!workbookSuspendedBlock)
        beginSuspension();
    unsigned const lane = mCurrent->linear % 32;
    Warp& warp = warpOf(mCurrent->linear);
    if ((mask >> lane & 1) == 0) {
        std::fprintf(
            stderr, "CUDA emulator: lane %u calls a warp function with mask 0x%08x, which does not name it\n",
            lane, mask);
        abandon(cudaErrorIllegalInstruction);
    }
    mCurrent->thread = threadIdx;
    if (unsigned const lanes = warp.arrive(lane, mCurrent, {operation, mask, value, source})) {
        releaseLanes(warp, lanes & ~(1u << lane));
    } else {
        resumeAnother();
    }
    return warp.result(lane);
}

void Worker::releaseLanes(Warp& warp, unsigned int lanes) {
    for (; lanes != 0; lanes &= lanes - 1)
        mReady.push(warp.fibre(__builtin_ctz(lanes)));
}

unsigned int Worker::activeMask(void const* place) {
    if (!workbookSuspendedBlock)
        beginSuspension();
    unsigned const lane = mCurrent->linear % 32;
    Warp& warp = warpOf(mCurrent->linear);
    mCurrent->thread = threadIdx;
    warp.arriveActive(lane, mCurrent, place);
    mAtActiveMask = true;
    resumeAnother();
    return static_cast<unsigned int>(warp.result(lane));
}

//! Nothing else can go on: the lanes of a warp that are at the same __activemask() are together.
bool Worker::releaseActiveMask() {
    if (!mAtActiveMask)
        return false;
    for (unsigned first = 0; first < mThreads; first += 32) {
        Warp& warp = warpOf(first);
        if (unsigned const lanes = warp.releaseActive()) {
            releaseLanes(warp, lanes);
            return true;
        }
    }
    return mAtActiveMask = false;
}

bool Worker::threadReturned() {
    if (--mLive == 0)
        return false;
    if (mArrived == mLive)
        releaseBarrier();
    Warp& warp = warpOf(mCurrent->linear);
    if (unsigned const lanes = warp.leave(mCurrent->linear % 32))
        releaseLanes(warp, lanes);
    if (mReady.empty() && mStarted < mThreads) {
        startUnstarted(mCurrent);
    } else {
        mFibres.give(mCurrent);
        resumeAnother();
    }
    return true;
}

void Worker::abandon(cudaError_t error, std::uintptr_t address, bool reported) {
    workbookJumpToStack(abandonFromSignal(error, address, reported));
}

void* Worker::abandonFromSignal(cudaError_t error, std::uintptr_t address, bool reported,
                                std::uintptr_t code) {
    mLaunch->fail({error, blockIdx, threadIdx, address, reported, code});
    return mMainStack;
}

} // namespace workbook::emulator
