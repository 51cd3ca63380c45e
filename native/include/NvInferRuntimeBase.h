/// Types that everything else is made of: data types, dimensions, versioned interfaces, errors.
#ifndef NV_INFER_RUNTIME_BASE_H
#define NV_INFER_RUNTIME_BASE_H

#include "NvInferVersion.h"

#include <cstddef>
#include <cstdint>

// The CUDA runtime's types; without a CUDA runtime header, the two handles that the plugin API names.
#if defined(__has_include)
#if __has_include(<cuda_runtime_api.h>)
#define NV_INFER_HAS_CUDA_RUNTIME_API 1
#endif
#endif
#ifdef NV_INFER_HAS_CUDA_RUNTIME_API
#include <cuda_runtime_api.h>
#else
typedef struct CUstream_st* cudaStream_t;
typedef struct CUevent_st* cudaEvent_t;
#endif

#define TRT_DEPRECATED [[deprecated]]
#define TRT_DEPRECATED_BECAUSE(REASON) [[deprecated(REASON)]]
// C++14 has no attributes on enumerators.
#if __cplusplus >= 201703L
#define TRT_DEPRECATED_ENUM TRT_DEPRECATED
#else
#define TRT_DEPRECATED_ENUM
#endif
#define TRT_DEPRECATED_API [[deprecated]] __attribute__((visibility("default")))

// What 8.6 did not discourage yet.
#if NV_TENSORRT_MAJOR == 8
#define NV_INFER_DEPRECATED_SINCE_10
#else
#define NV_INFER_DEPRECATED_SINCE_10 TRT_DEPRECATED
#endif

#if __cplusplus >= 201703L
#define TRT_NODISCARD [[nodiscard]]
#define TRT_NODISCARD_BECAUSE(REASON) [[nodiscard]]
#else
#define TRT_NODISCARD
#define TRT_NODISCARD_BECAUSE(REASON)
#endif

// Empty for whoever uses the library; the library itself defines TENSORRT_BUILD_LIB and exports what carries
// it.
#ifdef TENSORRT_BUILD_LIB
#define TENSORRTAPI __attribute__((visibility("default")))
#else
#define TENSORRTAPI
#endif
#define TRTNOEXCEPT

/// NV_TENSORRT_VERSION is one comparable number. 8.6 counted a major version as 1000, 10 and 11 count it as
/// 10000.
#if NV_TENSORRT_MAJOR == 8
#define NV_TENSORRT_VERSION_INT(major, minor, patch) ((major) * 1000L + (minor) * 100L + (patch) * 1L)
#else
#define NV_TENSORRT_VERSION_INT(major, minor, patch) ((major) * 10000L + (minor) * 100L + (patch) * 1L)
#endif
#define NV_TENSORRT_VERSION NV_TENSORRT_VERSION_INT(NV_TENSORRT_MAJOR, NV_TENSORRT_MINOR, NV_TENSORRT_PATCH)

#if NV_TENSORRT_MAJOR == 8
// Dimensions were int32_t in 8.6, so its sources write `int sizes[]{dims.d[0], dims.d[1]}`.
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wc++11-narrowing"
#elif defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wnarrowing"
#endif
#endif

// Library contexts that IPluginV2Ext::attachToContext names. TensorRT 10 passes null for both.
extern "C" {
struct cublasContext;
struct cudnnContext;
}

namespace nvinfer1 {

using char_t = char;
/// A NUL-terminated string of ASCII characters is an AsciiChar const*.
using AsciiChar = char_t;

namespace impl {
/// Specialised by every enumeration that EnumMax() knows; kVALUE is the number of its values.
template <typename T> struct EnumMaxImpl;
} // namespace impl

/// The number of values of an enumeration whose values count up from 0.
template <typename T> constexpr int32_t EnumMax() noexcept { return impl::EnumMaxImpl<T>::kVALUE; }

/// Makes EnumMax() know an enumeration of nvinfer1. Used inside that namespace, right after the enumeration.
#define NV_INFER_ENUM_MAX(ENUM, COUNT)                                                                       \
    template <> struct impl::EnumMaxImpl<ENUM> {                                                             \
        static constexpr int32_t kVALUE = COUNT;                                                             \
    }

/// The type of a tensor's elements, or of weights.
enum class DataType : int32_t {
    kFLOAT = 0, ///< 32-bit IEEE floating point.
    kHALF = 1,  ///< 16-bit IEEE floating point.
    kINT8 = 2,  ///< Signed 8-bit integer, a quantised value.
    kINT32 = 3,
    kBOOL = 4,  ///< One byte; 0 is false, 1 true, no other value is allowed.
    kUINT8 = 5, ///< Unsigned 8-bit integer; a network's input or output, not to compute with.
    kFP8 = 6,   ///< 8 bits: sign, 4 exponent, 3 mantissa.
    kBF16 = 7,  ///< 16 bits: sign, 8 exponent, 7 mantissa.
    kINT64 = 8,
    kINT4 = 9,  ///< Signed 4-bit integer, two to a byte.
    kFP4 = 10,  ///< 4 bits: sign, 2 exponent, 1 mantissa; two to a byte.
    kE8M0 = 11, ///< 8 bits, all exponent: a scale.
};
NV_INFER_ENUM_MAX(DataType, 12);

/// The extents of a tensor, outermost first. An extent of -1 is one that is not known yet.
class Dims64 {
public:
    /// No tensor has more dimensions.
    static constexpr int32_t MAX_DIMS{8};

    /// How many of `d` count: 0 is a scalar; -1 says that the dimensions themselves are unknown or invalid.
    int32_t nbDims;

    /// Extents in elements; those from nbDims on mean nothing.
    int64_t d[MAX_DIMS];
};
using Dims = Dims64;
#if NV_TENSORRT_MAJOR == 8
/// 8.6's name. The extents stay 64 bits wide.
using Dims32 = Dims64;
#endif

/// The name that an interface goes by, e.g. "PLUGIN_V3ONE_CORE".
using InterfaceKind = char const*;

/// Which interface an object implements, and which version of it.
class InterfaceInfo {
public:
    InterfaceKind kind;
    int32_t major;
    int32_t minor;
};

/// The language that an object's methods are written in.
enum class APILanguage : int32_t { kCPP = 0, kPYTHON = 1 };
NV_INFER_ENUM_MAX(APILanguage, 2);

/// The base of interfaces that say which version of themselves they are. Classes for users never override
/// getAPILanguage().
class IVersionedInterface {
public:
    virtual APILanguage getAPILanguage() const noexcept { return APILanguage::kCPP; }
    virtual InterfaceInfo getInterfaceInfo() const noexcept = 0;
    virtual ~IVersionedInterface() noexcept = default;

protected:
    IVersionedInterface() = default;
    IVersionedInterface(IVersionedInterface const&) = default;
    IVersionedInterface(IVersionedInterface&&) = default;
    IVersionedInterface& operator=(IVersionedInterface const&) & = default;
    IVersionedInterface& operator=(IVersionedInterface&&) & = default;
};

/// What went wrong, as an IErrorRecorder hears it. The messages of TensorRT print the number: "Error Code 4".
enum class ErrorCode : int32_t {
    kSUCCESS = 0,
    kUNSPECIFIED_ERROR = 1,
    kINTERNAL_ERROR = 2,        ///< A defect of the library itself.
    kINVALID_ARGUMENT = 3,      ///< An argument that the function never takes.
    kINVALID_CONFIG = 4,        ///< A combination that cannot be built or run; "API Usage Error" in messages.
    kFAILED_ALLOCATION = 5,     ///< Host or device memory ran out.
    kFAILED_INITIALIZATION = 6, ///< Something that is needed, e.g. a library, could not be set up.
    kFAILED_EXECUTION = 7,      ///< Running an engine failed, e.g. a plugin's enqueue returned non-zero.
    kFAILED_COMPUTATION = 8,    ///< A result is not usable.
    kINVALID_STATE = 9,         ///< Calls came in an order that is not allowed.
    kUNSUPPORTED_STATE = 10,    ///< Valid, but not on this device or in this build.
};
NV_INFER_ENUM_MAX(ErrorCode, 11);

namespace v_1_0 {
/// Collects errors for the caller, who implements it. May be called from several threads at once.
class IErrorRecorder : public IVersionedInterface {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override { return InterfaceInfo{"IErrorRecorder", 1, 0}; }

    using ErrorDesc = char const*;
    using RefCount = int32_t;

    /// Characters of a description that are kept, without the NUL.
    static constexpr size_t kMAX_DESC_LENGTH{127U};

    IErrorRecorder() = default;
    ~IErrorRecorder() noexcept override = default;

    /// How many errors are held; indices below go from 0 to this.
    virtual int32_t getNbErrors() const noexcept = 0;
    /// kINVALID_ARGUMENT where errorIdx is out of range.
    virtual ErrorCode getErrorCode(int32_t errorIdx) const noexcept = 0;
    /// "" where errorIdx is out of range.
    virtual ErrorDesc getErrorDesc(int32_t errorIdx) const noexcept = 0;
    /// Whether errors were dropped for lack of room.
    virtual bool hasOverflowed() const noexcept = 0;
    virtual void clear() noexcept = 0;
    /// Takes one error. Returns true where the error is fatal to whatever reported it.
    virtual bool reportError(ErrorCode val, ErrorDesc desc) noexcept = 0;
    /// One more object refers to this recorder; returns the count after that.
    virtual RefCount incRefCount() noexcept = 0;
    /// One object fewer; returns the count after that.
    virtual RefCount decRefCount() noexcept = 0;

protected:
    IErrorRecorder(IErrorRecorder const&) = default;
    IErrorRecorder(IErrorRecorder&&) = default;
    IErrorRecorder& operator=(IErrorRecorder const&) & = default;
    IErrorRecorder& operator=(IErrorRecorder&&) & = default;
};
} // namespace v_1_0
using IErrorRecorder = v_1_0::IErrorRecorder;

/// Whether a tensor of an engine is its input, its output or neither.
enum class TensorIOMode : int32_t { kNONE = 0, kINPUT = 1, kOUTPUT = 2 };
NV_INFER_ENUM_MAX(TensorIOMode, 3);

} // namespace nvinfer1

/// The version of the library that is loaded, as one number like NV_TENSORRT_VERSION (which is that of the
/// headers).
extern "C" TENSORRTAPI int32_t getInferLibVersion() noexcept;

#endif // NV_INFER_RUNTIME_BASE_H
