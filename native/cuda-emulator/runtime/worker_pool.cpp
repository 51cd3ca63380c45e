//! The threads that run kernels: the caller's and one for every other core.
#include "faults.h"
#include "worker.h"
#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <vector>

namespace workbook::emulator {

namespace {

//! Cores that this process may use, or WORKBOOK_CUDA_THREADS.
int configuredCores() {
    if (char const* wanted = std::getenv("WORKBOOK_CUDA_THREADS")) {
        int const threads = std::atoi(wanted);
        if (threads > 0)
            return std::min(threads, 256);
    }
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
        return std::max(1, CPU_COUNT(&allowed));
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

class Pool {
public:
    int const cores = configuredCores();

    void run(Launch& launch) {
        bool const shared = launch.blocks > launch.chunkBlocks && cores > 1;
        if (shared) {
            start();
            std::lock_guard<std::mutex> lock(mMutex);
            mLaunch = &launch;
            mBusy = cores - 1;
            ++mRound;
            mWork.notify_all();
        }
        {
            SignalStack stack;
            mCaller.run(launch);
        }
        if (shared) {
            std::unique_lock<std::mutex> lock(mMutex);
            mDone.wait(lock, [&] { return mBusy == 0; });
        }
    }

private:
    void start() {
        while (static_cast<int>(mThreads.size()) < cores - 1) {
            sigset_t all, before; // signals of the process belong to its own threads
            sigfillset(&all);
            for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP})
                sigdelset(&all, fault);
            pthread_sigmask(SIG_SETMASK, &all, &before);
            mThreads.emplace_back(&Pool::work, this, mRound);
            pthread_sigmask(SIG_SETMASK, &before, nullptr);
            mThreads.back().detach();
        }
    }

    void work(std::uint64_t round) {
        pthread_setname_np(pthread_self(), "cuda-core");
        Worker& worker = *new Worker;
        SignalStack stack;
        for (;;) {
            Launch* launch = nullptr;
            {
                std::unique_lock<std::mutex> lock(mMutex);
                mWork.wait(lock, [&] { return mRound != round; });
                round = mRound;
                launch = mLaunch;
            }
            worker.run(*launch);
            std::lock_guard<std::mutex> lock(mMutex);
            if (--mBusy == 0)
                mDone.notify_one();
        }
    }

    std::mutex mMutex;
    std::condition_variable mWork, mDone;
    std::vector<std::thread> mThreads;
    std::uint64_t mRound = 0;
    int mBusy = 0;
    Launch* mLaunch = nullptr;
    Worker mCaller;
};

//! Never destroyed: its threads sleep until the process is gone.
Pool& pool() {
    static Pool& made = *new Pool;
    return made;
}
} // namespace

int coreCount() { return pool().cores; }

void runOnAllCores(Launch& launch) { pool().run(launch); }

} // namespace workbook::emulator
