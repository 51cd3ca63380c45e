#include "Supervision.h"

#include "Descendants.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

namespace workbook::supervisor {
namespace {

constexpr int64_t kWAITING_LOOK_MS = 250;
//! So many new threads on the machine are a reason to look at once.
constexpr int64_t kSUDDENLY = 64;
//! How long a process that is asked where it is has to begin its answer, and to finish it (a debugger may be
//! looking at it).
constexpr int64_t kBEGIN_MS = 400;
constexpr int64_t kFINISH_MS = 15000;

bool passed(int64_t limit, int64_t value) { return limit > 0 && value > limit; }

int64_t milliseconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

} // namespace

//! What the command's processes use together.
struct Supervision::Use {
    int64_t count{0};
    int64_t cpuMs{0};
    int64_t residentBytes{0};
    int64_t mostDataBytes{0};
    char mainState{'?'};
};

Supervision::Supervision(Task const& task, Command const& command)
    : mTask(task), mCommand(command), mBegan(Clock::now()), mStarted(task.startFile.empty()) {}

void Supervision::look() {
    auto const now = Clock::now();
    if (mStopped) {
        finishStop(now);
        return;
    }
    int64_t const threads = countThreads();
    if (now < mNextScan && threads < mThreads + kSUDDENLY) {
        return;
    }
    mThreads = threads;
    // A process that waits for its task needs less watching.
    bool const started = hasStarted(now);
    mNextScan = now + std::chrono::milliseconds(started ? mTask.limits.lookMs : kWAITING_LOOK_MS);
    Use const use = measure();
    mPeakBytes = std::max(mPeakBytes, use.residentBytes);
    mCpuMs = std::max(mCpuMs, use.cpuMs);
    noticeCrash(now);
    Limits const& limits = mTask.limits;
    bool const inspected = mCrashSize > 0 && milliseconds(now - mCrashGrew) < kFINISH_MS;
    int64_t const elapsedMs = milliseconds(now - mBegan) - (inspected ? kFINISH_MS : 0);
    if (passed(limits.processes, use.count)) {
        stop("processes", use, false);
    } else if (started && passed(limits.timeMs, elapsedMs)) {
        stop("time", use, true);
    } else if (passed(limits.cpuMs, use.cpuMs)) {
        stop("cpu", use, true);
    } else if (passed(limits.memoryBytes, use.residentBytes)) {
        stop("memory", use, use.residentBytes < 2 * limits.memoryBytes);
    } else if (passed(limits.addressSpaceBytes, use.mostDataBytes)) {
        stop("addressSpace", use, true);
    }
}

Supervision::Use Supervision::measure() const {
    Use use;
    for (Process const& process : descendants()) {
        // What a process has waited for counts as its own.
        use.cpuMs += process.cpuTicks * 1000 / sysconf(_SC_CLK_TCK);
        if (process.id == mCommand.reaper()) {
            continue;
        }
        ++use.count;
        use.residentBytes += process.residentBytes;
        OtherMemory const other = otherMemory(process.id);
        use.residentBytes += other.hiddenBytes;
        use.mostDataBytes = std::max(use.mostDataBytes, other.dataBytes);
        if (process.id == mCommand.process()) {
            use.mainState = process.state;
        }
    }
    return use;
}

int64_t Supervision::crashFileSize() const {
    struct stat file{};
    return !mTask.crashFile.empty() && stat(mTask.crashFile.c_str(), &file) == 0 ? file.st_size : 0;
}

//! Time that a process waits for its task, and none of its work, is not counted.
bool Supervision::hasStarted(Clock::time_point now) {
    struct stat file{};
    if (!mStarted && stat(mTask.startFile.c_str(), &file) == 0) {
        mStarted = true;
        mBegan = now;
    }
    return mStarted;
}

void Supervision::noticeCrash(Clock::time_point now) {
    int64_t const size = crashFileSize();
    if (size > mCrashSize) {
        mCrashSize = size;
        mCrashGrew = now;
    }
}

//! A limit was passed: the process is asked where it is, and then ended.
void Supervision::stop(char const* limit, Use const& use, bool ask) {
    mStopped = true;
    mStopBegan = Clock::now();
    char line[64];
    int const size = std::snprintf(line, sizeof line, "limit %s %c\n", limit, use.mainState);
    [[maybe_unused]] ssize_t const written = write(mTask.statusFile, line, static_cast<size_t>(size));
    if (ask && !mTask.crashFile.empty()) {
        ::kill(mCommand.process(), SIGXCPU);
        ::kill(mCommand.process(), SIGCONT);
    } else {
        kill();
    }
}

void Supervision::finishStop(Clock::time_point now) {
    bool const multiplies = mTask.limits.processes > 0 && countThreads() > mThreads + kSUDDENLY;
    bool const answered = crashFileSize() > mCrashSize;
    if (multiplies || milliseconds(now - mStopBegan) > (answered ? kFINISH_MS : kBEGIN_MS)) {
        kill();
    }
}

void Supervision::kill() const {
    if (mCommand.isNamespace()) {
        ::kill(mCommand.reaper(), SIGKILL);
    } else {
        ::kill(-mCommand.process(), SIGKILL);
    }
}

} // namespace workbook::supervisor
