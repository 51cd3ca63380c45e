//! Runs a command within limits and ends, in any case, everything that it started.
//!
//! The process is a subreaper: a daemon of the command's cannot get away from it. It tells its parent, in
//! lines on a socket, `started PID`, `failed ERRNO`, `limit NAME STATE`, and at last `ended STATUS
//! MAXRSS_BYTES CPU_US LEFT_RUNNING`. When the parent's end of the socket closes, because the parent died,
//! the command is ended too.
#include "Descendants.h"
#include "Limits.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace workbook::supervisor {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kTICK_MS = 10;
constexpr int kSCAN_EVERY_MS = 40;
//! How long a process that is asked where it is has to begin its answer, and to finish it (a debugger may be
//! looking at it).
constexpr int64_t kBEGIN_MS = 400;
constexpr int64_t kFINISH_MS = 15000;

void tell(Task const& task, char const* format, long long first, long long second = 0, long long third = 0,
          long long fourth = 0) {
    char text[160];
    int const size = std::snprintf(text, sizeof text, format, first, second, third, fourth);
    // MSG_NOSIGNAL is for sockets only; a parent that is gone is noticed by poll().
    [[maybe_unused]] ssize_t const written = write(task.statusFile, text, static_cast<size_t>(size));
}

//! The command's own process, from fork() on. \return only by its end
[[noreturn]] void become(Task const& task, sigset_t const& signals, int failure, pid_t parent) {
    // Not the notebook is to go when memory is short.
    if (int const file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); file >= 0) {
        [[maybe_unused]] ssize_t const written = write(file, "800", 3);
        close(file);
    }
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(127);
    }
    rlimit const none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    if (task.limits.fileBytes > 0) {
        auto const most = static_cast<rlim_t>(task.limits.fileBytes);
        rlimit const file{most, most};
        setrlimit(RLIMIT_FSIZE, &file);
    }
    sigprocmask(SIG_SETMASK, &signals, nullptr);
    execvp(task.command[0], task.command.data());
    int const error = errno;
    [[maybe_unused]] ssize_t const written = write(failure, &error, sizeof error);
    _exit(127);
}

//! What the command's processes use together.
struct Use {
    int64_t count{0};
    int64_t cpuMs{0};
    int64_t residentBytes{0};
    int64_t mostDataBytes{0};
    char mainState{'?'};
};

class Supervision {
public:
    Supervision(Task const& task, pid_t main) : mTask(task), mMain(main), mBegan(Clock::now()) {}

    //! \return whether the command's own process has ended
    bool mainHasEnded() {
        int status = 0;
        rusage use{};
        for (pid_t ended = 0; (ended = wait4(-1, &status, WNOHANG, &use)) > 0;) {
            if (ended == mMain) {
                mStatus = status;
                mUse = use;
                mEnded = true;
            }
        }
        return mEnded;
    }

    void look() {
        auto const now = Clock::now();
        if (mStopped) {
            finishStop(now);
            return;
        }
        if (now < mNextScan) {
            return;
        }
        mNextScan = now + std::chrono::milliseconds(kSCAN_EVERY_MS);
        Use const use = measure();
        mPeakBytes = std::max(mPeakBytes, use.residentBytes);
        Limits const& limits = mTask.limits;
        auto const passed = [](int64_t limit, int64_t value) { return limit > 0 && value > limit; };
        noticeCrash(now);
        int64_t const elapsedMs = sinceMs(mBegan, now);
        bool const inspected = mCrashSize > 0 && sinceMs(mCrashGrew, now) < kFINISH_MS;
        if (passed(limits.timeMs, elapsedMs - (inspected ? kFINISH_MS : 0))) {
            stop("time", use, true);
        } else if (passed(limits.cpuMs, use.cpuMs)) {
            stop("cpu", use, true);
        } else if (passed(limits.memoryBytes, use.residentBytes)) {
            stop("memory", use, use.residentBytes < 2 * limits.memoryBytes);
        } else if (passed(limits.addressSpaceBytes, use.mostDataBytes)) {
            stop("addressSpace", use, true);
        } else if (passed(limits.processes, use.count)) {
            stop("processes", use, false);
        }
    }

    void tellEnd(int64_t leftRunning) const {
        int64_t const peakBytes = std::max<int64_t>(mUse.ru_maxrss * 1024LL, mPeakBytes);
        tell(mTask, "ended %lld %lld %lld %lld\n", mEnded ? mStatus : SIGKILL, peakBytes, cpuUsOfEnded(),
             leftRunning);
    }

private:
    static int64_t sinceMs(Clock::time_point from, Clock::time_point to) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
    }

    //! Of all processes that have been waited for.
    static int64_t cpuUsOfEnded() {
        rusage use{};
        getrusage(RUSAGE_CHILDREN, &use);
        return (use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000LL + use.ru_utime.tv_usec +
               use.ru_stime.tv_usec;
    }

    Use measure() const {
        Use use;
        use.cpuMs = cpuUsOfEnded() / 1000;
        for (Process const& process : descendants()) {
            ++use.count;
            use.cpuMs += process.cpuTicks * 1000 / sysconf(_SC_CLK_TCK);
            use.residentBytes += process.residentBytes;
            if (mTask.limits.addressSpaceBytes > 0) {
                use.mostDataBytes = std::max(use.mostDataBytes, dataBytes(process.id));
            }
            if (process.id == mMain) {
                use.mainState = process.state;
            }
        }
        return use;
    }

    int64_t crashFileSize() const {
        struct stat file{};
        return !mTask.crashFile.empty() && stat(mTask.crashFile.c_str(), &file) == 0 ? file.st_size : 0;
    }

    void noticeCrash(Clock::time_point now) {
        int64_t const size = crashFileSize();
        if (size > mCrashSize) {
            mCrashSize = size;
            mCrashGrew = now;
        }
    }

    //! A limit was passed: the process is asked where it is, and then ended.
    void stop(char const* limit, Use const& use, bool ask) {
        mStopped = true;
        mStopBegan = Clock::now();
        char line[64];
        int const size = std::snprintf(line, sizeof line, "limit %s %c\n", limit, use.mainState);
        [[maybe_unused]] ssize_t const written = write(mTask.statusFile, line, static_cast<size_t>(size));
        if (ask && !mTask.crashFile.empty()) {
            kill(mMain, SIGXCPU);
            kill(mMain, SIGCONT);
        } else {
            kill(mMain, SIGKILL);
        }
    }

    void finishStop(Clock::time_point now) {
        bool const answered = crashFileSize() > mCrashSize;
        if (sinceMs(mStopBegan, now) > (answered ? kFINISH_MS : kBEGIN_MS)) {
            kill(mMain, SIGKILL);
        }
    }

    Task const& mTask;
    pid_t const mMain;
    Clock::time_point const mBegan;
    Clock::time_point mNextScan{};
    Clock::time_point mStopBegan{};
    Clock::time_point mCrashGrew{};
    int64_t mCrashSize{0};
    int64_t mPeakBytes{0};
    bool mStopped{false};
    bool mEnded{false};
    int mStatus{0};
    rusage mUse{};
};

//! \return false where the parent's end is closed
bool waitForNews(int signals, int statusFile) {
    pollfd files[] = {{signals, POLLIN, 0}, {statusFile, POLLIN | POLLRDHUP, 0}};
    poll(files, 2, kTICK_MS);
    if ((files[0].revents & POLLIN) != 0) {
        signalfd_siginfo info{};
        [[maybe_unused]] ssize_t const size = read(signals, &info, sizeof info);
    }
    return (files[1].revents & (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL)) == 0;
}

int supervise(Task const& task) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGPIPE, SIG_IGN);
    fcntl(task.statusFile, F_SETFD, FD_CLOEXEC);
    sigset_t blocked;
    sigset_t before;
    sigemptyset(&blocked);
    for (int const signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&blocked, signal);
    }
    sigprocmask(SIG_BLOCK, &blocked, &before);
    int const signals = signalfd(-1, &blocked, SFD_CLOEXEC | SFD_NONBLOCK);

    int failure[2];
    pid_t const self = getpid();
    if (pipe2(failure, O_CLOEXEC) != 0) {
        tell(task, "failed %lld\n", errno);
        return 1;
    }
    pid_t const main = fork();
    if (main == 0) {
        become(task, before, failure[1], self);
    }
    close(failure[1]);
    int error = main < 0 ? errno : 0;
    if (error != 0 || read(failure[0], &error, sizeof error) == sizeof error) {
        tell(task, "failed %lld\n", error);
        return 1;
    }
    close(failure[0]);
    tell(task, "started %lld\n", main);

    // The command alone holds the other files: their readers see the end when it ends.
    for (int file = 0; file < 16; ++file) {
        if (file != task.statusFile && file != signals) {
            close(file);
        }
    }
    Supervision supervision(task, main);
    bool parentLives = true;
    while (!supervision.mainHasEnded() && parentLives) {
        supervision.look();
        parentLives = waitForNews(signals, task.statusFile);
    }
    int64_t const left = endDescendants();
    supervision.tellEnd(left);
    return 0;
}

} // namespace
} // namespace workbook::supervisor

int main(int argc, char** argv) {
    workbook::supervisor::Task task;
    if (!workbook::supervisor::readTask(argc, argv, task)) {
        return 2; // only this package starts it
    }
    return workbook::supervisor::supervise(task);
}
