#include "EventLog.h"

namespace workbook::trace {
namespace {

using Clock = std::chrono::steady_clock;

//! Threads are numbered as they first record something: 1, 2, …
int64_t threadNumber() {
    static std::atomic<int64_t> next{1};
    thread_local int64_t const number = next.fetch_add(1, std::memory_order_relaxed);
    return number;
}

} // namespace

EventLog::EventLog() : mEpoch(Clock::now().time_since_epoch().count()) {}

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

void EventLog::setPhase(std::string phase) {
    std::lock_guard<std::mutex> const lock(mMutex);
    mPhase = std::move(phase);
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
    mMemory.append(payload, size, nullptr, 0);
}

uint64_t EventLog::begin(ObjectIdentity const& object, char const* method, MessagePackWriter const& args) {
    std::lock_guard<std::mutex> const lock(mMutex);
    uint64_t const sequence = nextSequence();
    mHead.clear();
    mHead.array(10);
    mHead.integer(0);
    mHead.integer(static_cast<int64_t>(sequence));
    mHead.string(mPhase);
    mHead.raw(object.encoded().data(), object.encoded().size());
    mHead.string(method);
    mTail.clear();
    mTail.raw(args.data(), args.size());
    mTail.real(nowUs());
    mTail.integer(threadNumber());
    mMemory.append(mHead.data(), mHead.size(), mTail.data(), mTail.size());
    return sequence;
}

void EventLog::end(uint64_t sequence, MessagePackWriter const& result, double durationUs) {
    std::lock_guard<std::mutex> const lock(mMutex);
    mHead.clear();
    mHead.array(4);
    mHead.integer(1);
    mHead.integer(static_cast<int64_t>(sequence));
    mTail.clear();
    if (result.size() > 0) {
        mTail.raw(result.data(), result.size());
    } else {
        mTail.nil();
    }
    mTail.real(durationUs);
    mMemory.append(mHead.data(), mHead.size(), mTail.data(), mTail.size());
}

} // namespace workbook::trace
