#pragma once
#include "NvInferRuntime.h"

#include <string>

namespace workbook {

//! Keeps the finder that IPluginRegistry::loadLibrary hands over, so that plugins can reach the host's
//! logger.
void setPluginLoggerFinder(nvinfer1::ILoggerFinder* finder) noexcept;

//! Writes to the host's logger, or to standard error where no host gave one (a library opened with plain
//! dlopen).
void logPluginMessage(nvinfer1::ILogger::Severity severity, std::string const& message) noexcept;

} // namespace workbook
