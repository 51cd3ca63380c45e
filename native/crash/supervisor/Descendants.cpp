#include "Descendants.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <set>
#include <sys/wait.h>
#include <unistd.h>
#include <unordered_set>

namespace workbook::supervisor {
namespace {

constexpr timespec kPAUSE{0, 1'000'000};
//! A process in an uninterruptible sleep may take its time; the caller is not kept waiting for it.
constexpr int kMOST_ROUNDS = 3000;

//! The whole of a small file. \return false where there is none
bool readAll(char const* path, char* text, size_t room) {
    int const file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    ssize_t const size = read(file, text, room - 1);
    close(file);
    text[size > 0 ? size : 0] = '\0';
    return size > 0;
}

//! `ID (NAME) STATE PARENT …`; a name may hold anything, also `) R 1`.
bool readProcess(pid_t id, Process& process) {
    char path[64];
    char text[1024];
    std::snprintf(path, sizeof path, "/proc/%d/stat", id);
    if (!readAll(path, text, sizeof text)) {
        return false;
    }
    char const* const rest = std::strrchr(text, ')');
    long long userTicks = 0;
    long long systemTicks = 0;
    long long childUserTicks = 0;
    long long childSystemTicks = 0;
    long long pages = 0;
    int const read = rest == nullptr
                         ? 0
                         : std::sscanf(rest + 1,
                                       " %c %d %d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld "
                                       "%lld %lld %*d %*d %*d %*d %*u %*u %lld",
                                       &process.state, &process.parent, &process.group, &userTicks,
                                       &systemTicks, &childUserTicks, &childSystemTicks, &pages);
    process.id = id;
    process.cpuTicks = userTicks + systemTicks + childUserTicks + childSystemTicks;
    process.residentBytes = pages * sysconf(_SC_PAGESIZE);
    return read == 8;
}

//! Reaps whatever has ended.
void waitForEnded() {
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
}

//! Stops all before any is killed: one that sees another die could start a third. A group is stopped in one
//! step, in which no member can fork.
//! \return all that live
std::set<pid_t> stopAll() {
    std::set<pid_t> stopped;
    for (bool foundNew = true; foundNew;) {
        foundNew = false;
        std::set<pid_t> groups;
        for (Process const& process : descendants()) {
            if (process.state == 'Z' || !stopped.insert(process.id).second) {
                continue;
            }
            foundNew = true;
            if (process.group != getpgrp() && groups.insert(process.group).second) {
                kill(-process.group, SIGSTOP);
            }
            kill(process.id, SIGSTOP);
        }
    }
    return stopped;
}
} // namespace

std::vector<Process> descendants() {
    std::vector<Process> all;
    DIR* const folder = opendir("/proc");
    if (folder == nullptr) {
        return all;
    }
    while (dirent const* const entry = readdir(folder)) {
        Process process{};
        pid_t const id = std::atoi(entry->d_name); // 0 for what is no process
        if (id > 0 && readProcess(id, process)) {
            all.push_back(process);
        }
    }
    closedir(folder);

    std::unordered_set<pid_t> ours{getpid()};
    std::vector<Process> found;
    for (size_t before = 0; ours.size() != before;) {
        before = ours.size();
        for (Process const& process : all) {
            if (ours.count(process.parent) != 0 && ours.insert(process.id).second) {
                found.push_back(process);
            }
        }
    }
    return found;
}

OtherMemory otherMemory(pid_t process) {
    char path[64];
    char text[4096];
    std::snprintf(path, sizeof path, "/proc/%d/status", process);
    if (!readAll(path, text, sizeof text)) {
        return {};
    }
    auto const bytes = [&text](char const* name) {
        char const* const line = std::strstr(text, name);
        return line == nullptr ? 0LL : std::strtoll(line + std::strlen(name), nullptr, 10) * 1024;
    };
    return {bytes("\nVmData:"), bytes("\nVmPTE:") + bytes("\nVmSwap:")};
}

void endDescendants(pid_t group) {
    kill(-group, SIGKILL);
    for (int round = 0; round < kMOST_ROUNDS; ++round) {
        waitForEnded();
        std::set<pid_t> const stopped = stopAll();
        for (pid_t const process : stopped) {
            kill(process, SIGKILL);
        }
        if (stopped.empty() && waitpid(-1, nullptr, WNOHANG) < 0) {
            break; // no children, alive or dead
        }
        nanosleep(&kPAUSE, nullptr);
    }
}

} // namespace workbook::supervisor
