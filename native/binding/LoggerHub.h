#pragma once

#include "JsLogger.h"

#include <mutex>
#include <thread>
#include <vector>

namespace workbook::binding {

//! The one ILogger that the registry knows: a message goes to the logger of the environment (main thread or
//! worker) on whose thread it was logged, and one of any other thread to the logger that was set first.
class LoggerHub final : public nvinfer1::ILogger {
public:
    static LoggerHub& instance() noexcept;

    //! \param logger Of the calling thread's environment. Kept until remove().
    void add(JsLogger& logger);
    void remove(JsLogger& logger);

    void log(Severity severity, nvinfer1::AsciiChar const* message) noexcept override;

private:
    struct Entry {
        std::thread::id thread;
        JsLogger* logger;
    };

    std::mutex mMutex;
    std::vector<Entry> mEntries; //!< oldest first
};

} // namespace workbook::binding
