#include "LoggerHub.h"

#include "GlobalLogger.h"

#include <algorithm>

namespace workbook::binding {

LoggerHub& LoggerHub::instance() noexcept {
    static auto* const hub = new LoggerHub; // never destroyed: plugins log from destructors
    return *hub;
}

void LoggerHub::add(JsLogger& logger) {
    std::lock_guard<std::mutex> const lock(mMutex);
    bool const known = std::any_of(mEntries.begin(), mEntries.end(),
                                   [&](Entry const& entry) { return entry.logger == &logger; });
    if (!known) {
        mEntries.push_back({std::this_thread::get_id(), &logger});
    }
    registry::setLogger(this);
}

void LoggerHub::remove(JsLogger& logger) {
    std::lock_guard<std::mutex> const lock(mMutex);
    auto const isIt = [&](Entry const& entry) { return entry.logger == &logger; };
    mEntries.erase(std::remove_if(mEntries.begin(), mEntries.end(), isIt), mEntries.end());
    if (mEntries.empty() && registry::currentLogger() == this) {
        registry::setLogger(nullptr);
    }
}

void LoggerHub::log(Severity severity, nvinfer1::AsciiChar const* message) noexcept {
    JsLogger* logger = nullptr;
    {
        std::lock_guard<std::mutex> const lock(mMutex);
        if (mEntries.empty()) {
            return; // the last one has just gone
        }
        auto const isOfThisThread = [](Entry const& entry) {
            return entry.thread == std::this_thread::get_id();
        };
        auto const own = std::find_if(mEntries.begin(), mEntries.end(), isOfThisThread);
        logger = own != mEntries.end() ? own->logger : mEntries.front().logger;
    }
    // Without the lock: JavaScript may set another logger. The object stays, closed or not.
    logger->log(severity, message);
}

} // namespace workbook::binding
