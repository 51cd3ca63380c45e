#include "pluginLogger.h"

#include <atomic>
#include <cstdio>

namespace workbook {
namespace {
std::atomic<nvinfer1::ILoggerFinder*> gFinder{nullptr};
}

void setPluginLoggerFinder(nvinfer1::ILoggerFinder* finder) noexcept { gFinder = finder; }

void logPluginMessage(nvinfer1::ILogger::Severity severity, std::string const& message) noexcept {
    nvinfer1::ILoggerFinder* const finder = gFinder;
    nvinfer1::ILogger* const logger = finder == nullptr ? nullptr : finder->findLogger();
    if (logger != nullptr) {
        logger->log(severity, message.c_str());
    } else {
        std::fprintf(stderr, "%s\n", message.c_str());
    }
}

} // namespace workbook
