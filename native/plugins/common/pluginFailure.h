#pragma once
#include "pluginLogger.h"

#include <exception>
#include <sstream>

//! Failing without throwing: the methods of a plugin are noexcept, so an exception that leaves one ends the
//! process.
namespace workbook {

//! Logs the parts, strings and numbers, as one message of `severity`. Out of memory loses the message,
//! nothing else.
template <typename... Parts>
void logParts(nvinfer1::ILogger::Severity severity, Parts const&... parts) noexcept {
    try {
        std::ostringstream text;
        (text << ... << parts);
        logPluginMessage(severity, text.str());
    } catch (...) {
        logPluginMessage(severity, "out of memory"); // short enough to need none
    }
}

//! Logs the parts as an error. \return 1, the failure code of the methods that return int32_t.
template <typename... Parts> int32_t pluginFailed(Parts const&... parts) noexcept {
    logParts(nvinfer1::ILogger::Severity::kERROR, parts...);
    return 1;
}

//! Runs `body`, which may allocate. \return What it returned, or `otherwise` with the exception logged.
//! \param act What fails then, for "Cannot <act>: <why>".
template <typename Result, typename Body>
Result guarded(char const* act, Result otherwise, Body const& body) noexcept {
    try {
        return body();
    } catch (std::exception const& error) {
        pluginFailed("Cannot ", act, ": ", error.what());
    } catch (...) {
        pluginFailed("Cannot ", act, ": unknown exception");
    }
    return otherwise;
}

} // namespace workbook
