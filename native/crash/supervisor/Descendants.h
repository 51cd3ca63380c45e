#pragma once

#include <cstdint>
#include <sys/types.h>
#include <vector>

namespace workbook::supervisor {

//! A process that descends from this one, as /proc shows it.
struct Process {
    pid_t id;
    pid_t parent;
    char state; //!< R running, S sleeping, D waiting for a device, T stopped, Z ended and not yet waited for
    int64_t cpuTicks;
    int64_t residentBytes;
};

//! All processes that descend from this one, now. As this process is the subreaper, that is everything the
//! command started: what loses its parent, in a session of its own or not, becomes a child of the subreaper.
std::vector<Process> descendants();

//! Writable private memory of a process, touched or not.
int64_t dataBytes(pid_t process);

//! Ends all descendants and waits for them, also for those that keep on forking.
//! \return how many there were
int64_t endDescendants();

} // namespace workbook::supervisor
