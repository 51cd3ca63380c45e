#include "Command.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace workbook::supervisor {
namespace {

//! Node has about a dozen.
constexpr int64_t kTHREADS_A_PROCESS = 16;
//! The descriptors that the command is given: standard input, output, error, and its parent's.
constexpr int kGIVEN = 4;

//! What the reaper and the command's process tell.
struct News {
    enum Kind { kBEGUN, kFAILED, kENDED } kind;
    pid_t process;  //!< kBEGUN: the command's, as it is seen outside of a namespace
    int error;      //!< kFAILED: an errno
    CommandEnd end; //!< kENDED
};

void tell(int file, News const& news) { // at once: shorter than a pipe's buffer
    [[maybe_unused]] ssize_t const written = write(file, &news, sizeof news);
}

bool hear(int file, News& news) {
    ssize_t size = 0;
    do {
        size = read(file, &news, sizeof news);
    } while (size < 0 && errno == EINTR);
    return size == static_cast<ssize_t>(sizeof news);
}

void writeFile(char const* path, char const* text, size_t size) {
    int const file = open(path, O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        [[maybe_unused]] ssize_t const written = write(file, text, size);
        close(file);
    }
}

void setLimit(__rlimit_resource resource, int64_t most) {
    rlimit const limit{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
    setrlimit(resource, &limit);
}

//! The number of this process that is seen outside of a namespace: /proc is the outer one.
pid_t outerNumber() {
    char text[16] = "";
    ssize_t const size = readlink("/proc/self", text, sizeof text - 1);
    return size > 0 ? std::atoi(text) : getpid();
}

//! From fork() on. \return only by its end
[[noreturn]] void become(Task const& task, sigset_t const& signals, int news) {
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setLimit(RLIMIT_CORE, 0);
    if (task.limits.fileBytes > 0) {
        setLimit(RLIMIT_FSIZE, task.limits.fileBytes);
    }
    if (task.limits.processes > 0) { // does not bind the superuser, who has a namespace
        setLimit(RLIMIT_NPROC, countThreads() + task.limits.processes * kTHREADS_A_PROCESS);
    }
    // Not the notebook is to go when memory is short. The file is the superuser's while this process is
    // opaque.
    prctl(PR_SET_DUMPABLE, 1);
    writeFile("/proc/self/oom_score_adj", "800", 3);
    sigprocmask(SIG_SETMASK, &signals, nullptr);
    tell(news, {News::kBEGUN, outerNumber(), 0, {}});
    execvp(task.command[0], task.command.data());
    tell(news, {News::kFAILED, 0, errno, {}});
    _exit(127);
}

int64_t microseconds(timeval const& time) { return time.tv_sec * 1'000'000LL + time.tv_usec; }

//! Waits for the command and tells its end; then only for what is left, until it is ended itself.
[[noreturn]] void reap(pid_t command, int news) {
    for (;;) {
        int status = 0;
        rusage use{};
        pid_t const ended = wait4(-1, &status, 0, &use);
        if (ended == command) {
            rusage all{};
            getrusage(RUSAGE_CHILDREN, &all);
            int64_t const cpuUs = microseconds(all.ru_utime) + microseconds(all.ru_stime);
            tell(news, {News::kENDED, 0, 0, {status, use.ru_maxrss * 1024LL, cpuUs}});
        } else if (ended < 0 && errno == ECHILD) {
            pause();
        }
    }
}

//! The reaper, from fork() on.
[[noreturn]] void runReaper(Task const& task, sigset_t const& signals, int news) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(task.statusFile);
    pid_t const command = fork();
    if (command == 0) {
        become(task, signals, news);
    }
    if (command < 0) {
        tell(news, {News::kFAILED, 0, errno, {}});
        _exit(127);
    }
    // The command alone holds what it was given: readers see the end when it ends.
    for (int file = 0; file < kGIVEN; ++file) {
        close(file);
    }
    reap(command, news);
}

} // namespace

int Command::start(Task const& task, sigset_t const& signals) {
    mIsNamespace = unshare(CLONE_NEWPID) == 0;
    int news[2];
    if (pipe2(news, O_CLOEXEC) != 0) {
        return errno;
    }
    mReaper = fork();
    if (mReaper == 0) {
        close(news[0]);
        runReaper(task, signals, news[1]);
    }
    int const error = mReaper < 0 ? errno : 0;
    close(news[1]);
    mNews = news[0];
    News first{};
    if (error != 0 || !hear(mNews, first) || first.kind != News::kBEGUN) {
        return error != 0 ? error : first.error != 0 ? first.error : ECHILD;
    }
    mProcess = first.process;
    return 0;
}

bool Command::hasEnded() {
    pollfd file{mNews, POLLIN, 0};
    if (poll(&file, 1, 0) <= 0) {
        return false;
    }
    News news{};
    if (hear(mNews, news) && news.kind == News::kFAILED) {
        mFailure = news.error;
        return false; // its end follows
    }
    mEnd = news.kind == News::kENDED ? news.end : mEnd;
    return true;
}

int64_t countThreads() {
    char text[128];
    int const file = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
    ssize_t const size = file >= 0 ? read(file, text, sizeof text - 1) : 0;
    close(file);
    text[size > 0 ? size : 0] = '\0';
    long long threads = 0;
    std::sscanf(text, "%*s %*s %*s %*d/%lld", &threads); // RUNNING/ALL
    return threads;
}

} // namespace workbook::supervisor
