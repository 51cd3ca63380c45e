#pragma once

#include "Limits.h"

#include <csignal>
#include <cstdint>
#include <sys/types.h>

namespace workbook::supervisor {

//! How the command's own process ended, as wait4() tells it.
struct CommandEnd {
    int status;
    int64_t peakBytes;
    int64_t cpuUs;
};

//! The command, below a process that reaps whatever loses its parent. Where this process may make one, the
//! reaper is the first of a PID namespace: its end is the end of all that the command started, in one step,
//! and nothing in there can signal it. Elsewhere it is a subreaper, as this process is too.
class Command {
public:
    //! \param signals the signal mask that the command starts with
    //! \return 0, or the errno that says why the command does not run
    int start(Task const& task, sigset_t const& signals);

    //! The command's own process and the reaper, as this process numbers them.
    pid_t process() const { return mProcess; }
    pid_t reaper() const { return mReaper; }
    bool isNamespace() const { return mIsNamespace; }

    //! \return whether the command's own process has ended, or the reaper has, which somebody else ended
    bool hasEnded();
    //! The errno that says why the program could not be executed, or 0.
    int failure() const { return mFailure; }
    //! Readable when hasEnded() has something to learn.
    int news() const { return mNews; }
    //! A SIGKILL where the reaper could not tell.
    CommandEnd const& end() const { return mEnd; }

private:
    pid_t mReaper{0};
    pid_t mProcess{0};
    int mNews{-1}; //!< from the reaper: the command's process, then its end
    int mFailure{0};
    bool mIsNamespace{false};
    CommandEnd mEnd{SIGKILL, 0, 0};
};

//! All threads of the machine, now.
int64_t countThreads();

} // namespace workbook::supervisor
