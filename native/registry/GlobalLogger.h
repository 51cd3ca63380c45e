#pragma once

#include "Export.h"
#include "NvInferRuntime.h"

#include <string>

namespace workbook::registry {

//! Where messages of the registry, and of plugins that ask getLogger() or their ILoggerFinder, go.
//! nullptr is the default: errors and warnings to standard error.
//!
//! \param logger Kept, not owned; it must live until another one is set.
WORKBOOK_EXPORT void setLogger(nvinfer1::ILogger* logger) noexcept;

//! The logger set last, or nullptr.
WORKBOOK_EXPORT nvinfer1::ILogger* currentLogger() noexcept;

//! The one object that getLogger() returns: it forwards to the logger that is set at the time of the message,
//! so that a plugin may keep the pointer.
nvinfer1::ILogger& forwardingLogger() noexcept;

void logMessage(nvinfer1::ILogger::Severity severity, std::string const& message) noexcept;

} // namespace workbook::registry
