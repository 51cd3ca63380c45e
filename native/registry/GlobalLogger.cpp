#include "GlobalLogger.h"

#include <atomic>
#include <cstdio>

namespace workbook::registry {
namespace {

using Severity = nvinfer1::ILogger::Severity;

std::atomic<nvinfer1::ILogger*> gLogger{nullptr};

//! Without a logger: TensorRT's samples print the same letters.
void logToStandardError(Severity severity, char const* message) noexcept {
    if (severity <= Severity::kWARNING) {
        std::fprintf(stderr, "[%c] %s\n", severity == Severity::kWARNING ? 'W' : 'E', message);
    }
}

class ForwardingLogger final : public nvinfer1::ILogger {
public:
    void log(Severity severity, nvinfer1::AsciiChar const* message) noexcept override {
        if (message == nullptr) {
            return;
        }
        if (nvinfer1::ILogger* logger = gLogger.load(std::memory_order_acquire)) {
            logger->log(severity, message);
        } else {
            logToStandardError(severity, message);
        }
    }
};

} // namespace

void setLogger(nvinfer1::ILogger* logger) noexcept { gLogger.store(logger, std::memory_order_release); }

nvinfer1::ILogger* currentLogger() noexcept { return gLogger.load(std::memory_order_acquire); }

nvinfer1::ILogger& forwardingLogger() noexcept {
    static ForwardingLogger* const logger =
        new ForwardingLogger; // never destroyed: plugins log from destructors
    return *logger;
}

void logMessage(Severity severity, std::string const& message) noexcept {
    forwardingLogger().log(severity, message.c_str());
}

} // namespace workbook::registry
