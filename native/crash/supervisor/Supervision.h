#pragma once

#include "Command.h"

#include <chrono>
#include <cstdint>

namespace workbook::supervisor {

//! Watches a command and ends it when it passes a limit.
class Supervision {
public:
    Supervision(Task const& task, Command const& command);

    //! Looks, where it is time to.
    void look();
    //! Largest resident memory of all processes together that was seen, in bytes.
    int64_t peakBytes() const { return mPeakBytes; }
    //! Processor time of all processes together, as of the last look, in milliseconds.
    int64_t cpuMs() const { return mCpuMs; }

private:
    using Clock = std::chrono::steady_clock;
    struct Use;

    Use measure() const;
    int64_t crashFileSize() const;
    bool hasStarted(Clock::time_point now);
    void noticeCrash(Clock::time_point now);
    void stop(char const* limit, Use const& use, bool ask);
    void finishStop(Clock::time_point now);
    void kill() const;

    Task const& mTask;
    Command const& mCommand;
    Clock::time_point mBegan;
    Clock::time_point mNextScan{};
    Clock::time_point mStopBegan{};
    Clock::time_point mCrashGrew{};
    int64_t mCrashSize{0};
    int64_t mThreads{0}; //!< on this machine, at the last look
    int64_t mPeakBytes{0};
    int64_t mCpuMs{0};
    bool mStarted;
    bool mStopped{false};
};

} // namespace workbook::supervisor
