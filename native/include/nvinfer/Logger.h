/// ILogger and how a plugin library gets one. Included by NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_LOGGER_H
#define NV_INFER_STAND_IN_LOGGER_H

#include "RuntimeTypes.h"

namespace nvinfer1 {

/// Takes messages. The application implements it; log() may be called from several threads at once.
class ILogger {
public:
    enum class Severity : int32_t {
        kINTERNAL_ERROR = 0, ///< The library cannot go on.
        kERROR = 1,          ///< What was asked for failed.
        kWARNING = 2,
        kINFO = 3,
        kVERBOSE = 4,
    };

    /// `msg` is valid during the call only.
    virtual void log(Severity severity, AsciiChar const* msg) noexcept = 0;

    ILogger() = default;
    virtual ~ILogger() = default;

protected:
    ILogger(ILogger const&) = default;
    ILogger(ILogger&&) = default;
    ILogger& operator=(ILogger const&) & = default;
    ILogger& operator=(ILogger&&) & = default;
};
NV_INFER_ENUM_MAX(ILogger::Severity, 5);

/// How a plugin library that was loaded by IPluginRegistry::loadLibrary() asks for the logger: the library
/// exports `setLoggerFinder(ILoggerFinder*)` and keeps the pointer.
class ILoggerFinder {
public:
    /// The logger to use now; nullptr where there is none.
    virtual ILogger* findLogger() = 0;

protected:
    virtual ~ILoggerFinder() = default;
};

#if NV_TENSORRT_MAJOR >= 11
// 11 put both into the versioned namespace.
namespace v_1_0 {
using ILogger = nvinfer1::ILogger;
using ILoggerFinder = nvinfer1::ILoggerFinder;
} // namespace v_1_0
#endif

} // namespace nvinfer1

/// The logger of the builder or runtime that was made first; nullptr before.
extern "C" TENSORRTAPI nvinfer1::ILogger* getLogger() noexcept;

#endif // NV_INFER_STAND_IN_LOGGER_H
