//! One core's share of a launch: takes blocks, runs their threads, switches between those that wait.
//!
//! Threads of a block run one after another as a plain loop on one fibre. When a thread must wait (a barrier,
//! a shuffle), its fibre is suspended in the middle of the loop and a new fibre goes on with the next thread;
//! waiting fibres then take turns. So kernels without barriers cost no switch at all, and a barrier costs one
//! a thread.
#pragma once
#include "checks.h"
#include "fibre.h"
#include "launch.h"
#include "shared_arena.h"
#include "warp.h"

namespace workbook::emulator {

class Worker {
public:
    //! Works on `launch` until no block is left or it has failed. Runs kernel code on this thread.
    void run(Launch& launch);

    //! Waits until all threads of the block that have not returned are here.
    void waitForBlock();
    //! The same, and sums up predicates. \return how many threads gave one that is not 0
    int waitAndCount(bool predicate);
    //! Waits for the other lanes of `mask`. \return this lane's result (see workbook/warp.h)
    std::uint64_t meetWarp(WarpOperation operation, unsigned int mask, std::uint64_t value, int source);
    //! Waits until nothing else can go on. \return the lanes that wait here too
    unsigned int activeMask(void const* place);
    //! Called by a thread that has returned, after the block was suspended. \return false if it was the last.
    bool threadReturned();

    //! Ends the launch from kernel code; does not return to it.
    //! \param reported whether a check has told more about it
    [[noreturn]] void abandon(cudaError_t error, std::uintptr_t address = 0, bool reported = false);
    //! Notes a fault. \return the stack to go on with (see workbookRestoreStack).
    void* abandonFromSignal(cudaError_t error, std::uintptr_t address, bool reported = false,
                            std::uintptr_t code = 0);

    //! racecheck of an access to shared memory.
    void checkRace(Access const& access);
    //! Whether an address is local memory of the running thread.
    bool ownsStack(std::uintptr_t address) const {
        auto const top = reinterpret_cast<std::uintptr_t>(mCurrent->stackTop);
        return top - address <= kFibreStackBytes;
    }

    Launch& launch() { return *mLaunch; }
    SharedArena& sharedArena() { return mShared; }

private:
    static void runFibre();
    bool startNextBlock();
    void startBlock();
    [[gnu::noinline, gnu::cold]] void beginSuspension();
    void waitIn(FibreList& list);
    void resumeAnother();
    void arriveAtBarrier();
    [[gnu::noinline, gnu::cold]] Fibre* startAnother();
    void releaseBarrier();
    void releaseLanes(Warp& warp, unsigned int lanes);
    bool releaseActiveMask();
    [[noreturn]] void reportStall();
    Warp& warpOf(unsigned int linear) { return mWarps[linear / 32]; }
    void advanceCursor();
    void startUnstarted(Fibre* fibre);

    Launch* mLaunch = nullptr;
    void* mMainStack = nullptr; //!< where run() goes on
    Fibre* mCurrent = nullptr;
    FibrePool mFibres;
    SharedArena mShared;
    std::uint64_t mBlock = 0, mChunkEnd = 0;

    // The current block, once suspended:
    unsigned int mThreads = 0; //!< in the block
    unsigned int mLive = 0;    //!< that have not returned
    unsigned int mStarted = 0; //!< that have started
    uint3 mCursor{};           //!< the next one to start
    FibreList mReady;
    FibreList mAtBarrier;
    unsigned int mArrived = 0; //!< at the barrier
    int mCount = 0;            //!< predicates that were true, of those that arrived
    int mCountResult = 0;      //!< of the last barrier that opened
    Warp mWarps[32];
    bool mAtActiveMask = false;

    std::uint32_t mInterval = 0; //!< changes with every block and barrier
    SharedHistory mHistory;
};

//! The worker that runs kernel code on this thread, or null.
extern __thread Worker* currentWorker __attribute__((tls_model("initial-exec")));

} // namespace workbook::emulator
