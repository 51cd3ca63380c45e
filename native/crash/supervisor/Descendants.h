#pragma once

#include <cstdint>
#include <sys/types.h>
#include <vector>

namespace workbook::supervisor {

//! A process that descends from this one, as /proc shows it.
struct Process {
    pid_t id;
    pid_t parent;
    pid_t group;
    char state; //!< R running, S sleeping, D waiting for a device, T stopped, Z ended and not yet waited for
    int64_t cpuTicks;
    int64_t residentBytes;
};

//! All processes that descend from this one, now. As this process and the reaper are subreapers, that is
//! everything the command started: what loses its parent, in a session of its own or not, becomes a child of
//! the nearest of them.
std::vector<Process> descendants();

//! Memory that a process has and its resident pages do not show.
struct OtherMemory {
    int64_t dataBytes{0}; //!< writable private memory, touched or not
    int64_t hiddenBytes{
        0}; //!< what is swapped out, and the page tables: pages that are only read cost nothing else
};

OtherMemory otherMemory(pid_t process);

//! Ends all descendants and waits for them, also for those that keep on forking.
//! \param group the process group to begin with: ending one is one step, in which no member can fork
void endDescendants(pid_t group);

} // namespace workbook::supervisor
