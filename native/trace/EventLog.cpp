#include "EventLog.h"

#include <cstring>

namespace workbook::trace {
namespace {

using Clock = std::chrono::steady_clock;

//! Of an event's head and its numbers.
constexpr size_t kMOST_FRAME_BYTES = 1 + 4 * kMOST_NUMBER_BYTES;
constexpr uint8_t kNIL = 0xc0;

//! \return behind the copy
uint8_t* copyTo(uint8_t* to, void const* from, size_t size) {
    if (size > 0) {
        std::memcpy(to, from, size);
    }
    return to + size;
}

//! Threads are numbered as they first record something: 1, 2, …
int64_t threadNumber() {
    static std::atomic<int64_t> next{1};
    thread_local int64_t const number = next.fetch_add(1, std::memory_order_relaxed);
    return number;
}

} // namespace

EventLog::EventLog() : mEpoch(Clock::now().time_since_epoch().count()) { mPhase.string(""); }

EventLog& EventLog::instance() noexcept {
    static EventLog* const log = new EventLog; // never destroyed: plugins may go after it
    return *log;
}

void EventLog::reset(std::string const& path) {
    std::lock_guard<std::mutex> const lock(mMutex);
    mNextSequence.store(0, std::memory_order_relaxed);
    mNextPlugin.store(1, std::memory_order_relaxed);
    mEpoch.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
    mMemory.reset(path);
}

void EventLog::setPhase(std::string const& phase) {
    std::lock_guard<std::mutex> const lock(mMutex);
    mPhase.clear();
    mPhase.string(phase);
}

std::string EventLog::nextPluginId() {
    return "plugin#" + std::to_string(mNextPlugin.fetch_add(1, std::memory_order_relaxed));
}

double EventLog::nowUs() const noexcept {
    Clock::duration const since(Clock::now().time_since_epoch().count() -
                                mEpoch.load(std::memory_order_relaxed));
    return std::chrono::duration<double, std::micro>(since).count();
}

void EventLog::append(void const* payload, size_t size) {
    std::lock_guard<std::mutex> const lock(mMutex);
    uint8_t* const room = size > 0 ? mMemory.room(size) : nullptr;
    if (room != nullptr) {
        copyTo(room, payload, size);
        mMemory.commit(size);
    }
}

uint64_t EventLog::begin(MessagePackWriter const& call, double& startUs) {
    std::lock_guard<std::mutex> const lock(mMutex);
    uint64_t const sequence = nextSequence();
    startUs = nowUs();
    uint8_t* const room = mMemory.room(kMOST_FRAME_BYTES + mPhase.size() + call.size());
    if (room == nullptr) {
        return sequence;
    }
    uint8_t* to = room;
    *to++ = 0x9a; // an array of 10
    to = writeInteger(to, 0);
    to = writeInteger(to, static_cast<int64_t>(sequence));
    to = copyTo(to, mPhase.data(), mPhase.size());
    to = copyTo(to, call.data(), call.size());
    to = writeReal(to, startUs);
    to = writeInteger(to, threadNumber());
    mMemory.commit(static_cast<size_t>(to - room));
    return sequence;
}

void EventLog::end(uint64_t sequence, uint8_t const* result, size_t size, double durationUs) {
    std::lock_guard<std::mutex> const lock(mMutex);
    uint8_t* const room = mMemory.room(kMOST_FRAME_BYTES + size);
    if (room == nullptr) {
        return;
    }
    uint8_t* to = room;
    *to++ = 0x94; // an array of 4
    to = writeInteger(to, 1);
    to = writeInteger(to, static_cast<int64_t>(sequence));
    if (size == 0) {
        *to++ = kNIL;
    }
    to = copyTo(to, result, size);
    to = writeReal(to, durationUs);
    mMemory.commit(static_cast<size_t>(to - room));
}

} // namespace workbook::trace
