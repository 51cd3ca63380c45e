#pragma once

#include "EventMemory.h"
#include "Export.h"
#include "MessagePackWriter.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace workbook::trace {

//! The process-wide log of calls on creators and plugins, in the order the calls start.
//!
//! Events are MessagePack arrays:
//! begin: [0, seq, phase, object, class|nil, parent|nil, method, args, startUs, thread]; written before the
//! call end:   [1, seq, result, durationUs]; written after it A begin without an end is a call that did not
//! return. Thread-safe.
class WORKBOOK_EXPORT EventLog {
public:
    static EventLog& instance() noexcept;

    //! Forgets everything; numbering of calls and plugins starts again. \param path "" for memory only.
    //! \throws std::system_error where the file cannot be made.
    void reset(std::string const& path);

    void setEnabled(bool enabled) noexcept { mEnabled.store(enabled, std::memory_order_relaxed); }
    bool enabled() const noexcept { return mEnabled.load(std::memory_order_relaxed); }
    void setPhase(std::string const& phase);

    //! Bytes committed so far, and where they are.
    size_t size() const noexcept { return mMemory.size(); }
    uint8_t const* data() const noexcept { return mMemory.data(); }

    //! The next sequence number, used up by the call; the first is 0.
    uint64_t nextSequence() noexcept { return mNextSequence.fetch_add(1, std::memory_order_relaxed); }
    //! `plugin#N`, N from 1 on in order of construction.
    std::string nextPluginId();

    //! An event that the host encoded itself.
    void append(void const* payload, size_t size);

    //! \param call The object's identity, the method and the arguments, encoded one after another.
    //! \param startUs Becomes the time written into the event. \return The call's sequence number.
    uint64_t begin(MessagePackWriter const& call, double& startUs);
    //! \param result The encoded result; an empty writer means nil.
    void end(uint64_t sequence, MessagePackWriter const& result, double durationUs) {
        end(sequence, result.data(), result.size(), durationUs);
    }
    //! The same for bytes that lie elsewhere.
    void end(uint64_t sequence, uint8_t const* result, size_t size, double durationUs);

    //! Microseconds since the log was reset.
    double nowUs() const noexcept;

private:
    EventLog();

    std::atomic<bool> mEnabled{true};
    std::atomic<uint64_t> mNextSequence{0};
    std::atomic<uint64_t> mNextPlugin{1};
    std::mutex mMutex;        //!< guards what follows
    MessagePackWriter mPhase; //!< encoded
    EventMemory mMemory;
    std::atomic<std::chrono::steady_clock::rep> mEpoch{0};
};

} // namespace workbook::trace
