//! Runs a command within limits and ends, in any case, everything that it started.
//!
//! It tells its parent, in lines on a socket, `started PID`, `failed ERRNO`, `limit NAME STATE`, and at last
//! `ended STATUS MAXRSS_BYTES CPU_US LEFT_RUNNING`. When the parent's end of the socket closes, because the
//! parent died, the command is ended too.
#include "Command.h"
#include "Descendants.h"
#include "Supervision.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace workbook::supervisor {
namespace {

constexpr int kTICK_MS = 10;

void tell(Task const& task, char const* format, long long first, long long second = 0, long long third = 0,
          long long fourth = 0) {
    char text[160];
    int const size = std::snprintf(text, sizeof text, format, first, second, third, fourth);
    // A parent that is gone is noticed by poll().
    [[maybe_unused]] ssize_t const written = write(task.statusFile, text, static_cast<size_t>(size));
}

//! So that many busy processes cannot keep this one from ending them.
void goBeforeOthers() {
    sched_param const lowest{1};
    if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &lowest) != 0) {
        setpriority(PRIO_PROCESS, 0, -20);
    }
}

//! Waits a little, or until there is news of the command. \return false where the parent's end is closed
bool parentLives(int statusFile, Command const& command) {
    pollfd files[] = {{statusFile, POLLIN | POLLRDHUP, 0}, {command.news(), POLLIN, 0}};
    poll(files, 2, kTICK_MS);
    return (files[0].revents & (POLLHUP | POLLRDHUP | POLLERR | POLLNVAL)) == 0;
}

//! \return how many of the command's processes were still running
int64_t endAll(Command const& command) {
    int64_t left = 0;
    for (Process const& process : descendants()) {
        left +=
            process.state != 'Z' && process.id != command.reaper() && process.id != command.process() ? 1 : 0;
    }
    if (command.isNamespace()) {
        kill(command.reaper(), SIGKILL);
        waitpid(command.reaper(), nullptr, 0); // returns when the namespace is empty
    } else {
        endDescendants(command.process());
    }
    return left;
}

int supervise(Task const& task) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    signal(SIGPIPE, SIG_IGN);
    fcntl(task.statusFile, F_SETFD, FD_CLOEXEC);
    // The command may be the same user's: it is not to change what is said of it.
    prctl(PR_SET_DUMPABLE, 0);
    // Only the parent ends this process early, by its own end.
    sigset_t blocked;
    sigset_t before;
    sigemptyset(&blocked);
    for (int const signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&blocked, signal);
    }
    sigprocmask(SIG_BLOCK, &blocked, &before);

    Command command;
    if (int const error = command.start(task, before)) {
        tell(task, "failed %lld\n", error);
        return 1;
    }
    goBeforeOthers();
    tell(task, "started %lld\n", command.process());
    // The command alone holds its files: their readers see the end when it ends.
    for (int file = 0; file < task.statusFile; ++file) {
        close(file);
    }
    Supervision supervision(task, command);
    while (!command.hasEnded() && parentLives(task.statusFile, command)) {
        supervision.look();
    }
    int64_t const left = endAll(command);
    if (command.failure() != 0) {
        tell(task, "failed %lld\n", command.failure());
        return 1;
    }
    CommandEnd const& end = command.end();
    int64_t const peakBytes = std::max(end.peakBytes, supervision.peakBytes());
    int64_t const cpuUs = std::max(end.cpuUs, supervision.cpuMs() * 1000);
    tell(task, "ended %lld %lld %lld %lld\n", end.status, peakBytes, cpuUs, left);
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
