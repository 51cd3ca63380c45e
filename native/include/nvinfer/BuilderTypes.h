/// Enumerations and plain structs of the builder, and the progress monitor. Included by NvInfer.h.
#ifndef NV_INFER_STAND_IN_BUILDER_TYPES_H
#define NV_INFER_STAND_IN_BUILDER_TYPES_H

#include "RuntimeTypes.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif

namespace nvinfer1 {

/// Something the builder may or must do. From 11 on networks are strongly typed, and the flags of types are
/// gone.
enum class BuilderFlag : int32_t {
    kDEBUG = 2,
    kGPU_FALLBACK = 3,
    kREFIT = 4,
    kDISABLE_TIMING_CACHE = 5,
    kTF32 = 6,
    kSPARSE_WEIGHTS = 7,
    kSAFETY_SCOPE TRT_DEPRECATED_ENUM = 8,
    kDIRECT_IO TRT_DEPRECATED_ENUM = 11,
    kVERSION_COMPATIBLE = 13,
    kEXCLUDE_LEAN_RUNTIME = 14,
    kERROR_ON_TIMING_CACHE_MISS = 16,
    kDISABLE_COMPILATION_CACHE = 18,
    kSTRIP_PLAN = 19,
    kREFIT_IDENTICAL = 20,
    kWEIGHT_STREAMING = 21,
    kREFIT_INDIVIDUAL = 23,
    kSTRICT_NANS = 24,
    kMONITOR_MEMORY = 25,
    kEDITABLE_TIMING_CACHE = 27,
    kDISTRIBUTIVE_INDEPENDENCE = 28,
#if NV_TENSORRT_MAJOR < 11
    kFP16 TRT_DEPRECATED_ENUM = 0,
    kINT8 TRT_DEPRECATED_ENUM = 1,
    kOBEY_PRECISION_CONSTRAINTS TRT_DEPRECATED_ENUM = 9,
    kPREFER_PRECISION_CONSTRAINTS TRT_DEPRECATED_ENUM = 10,
    kREJECT_EMPTY_ALGORITHMS TRT_DEPRECATED_ENUM = 12,
    kFP8 TRT_DEPRECATED_ENUM = 15,
    kBF16 TRT_DEPRECATED_ENUM = 17,
    kWEIGHTLESS TRT_DEPRECATED_ENUM = kSTRIP_PLAN,
    kINT4 TRT_DEPRECATED_ENUM = 22,
    kFP4 TRT_DEPRECATED_ENUM = 26,
#endif
};
NV_INFER_ENUM_MAX(BuilderFlag, 29);
/// Bits `1U << BuilderFlag`.
using BuilderFlags = uint32_t;

#if NV_TENSORRT_MAJOR < 11
/// How ranges for INT8 were found. Calibration is gone in 11: quantised networks carry their scales.
enum class CalibrationAlgoType : int32_t {
    kLEGACY_CALIBRATION TRT_DEPRECATED_ENUM = 0,
    kENTROPY_CALIBRATION TRT_DEPRECATED_ENUM = 1,
    kENTROPY_CALIBRATION_2 TRT_DEPRECATED_ENUM = 2,
    kMINMAX_CALIBRATION TRT_DEPRECATED_ENUM = 3,
};
NV_INFER_ENUM_MAX(CalibrationAlgoType, 4);

/// When calibration happens.
enum class QuantizationFlag : int32_t { kCALIBRATE_BEFORE_FUSION TRT_DEPRECATED_ENUM = 0 };
NV_INFER_ENUM_MAX(QuantizationFlag, 1);
/// Bits `1U << QuantizationFlag`.
using QuantizationFlags = uint32_t;
#endif

/// The platform that an engine is built for.
enum class RuntimePlatform : int32_t {
    kSAME_AS_BUILD = 0,
    kWINDOWS_AMD64 = 1,
};
NV_INFER_ENUM_MAX(RuntimePlatform, 2);

/// A kind of memory whose use the builder may limit.
enum class MemoryPoolType : int32_t {
    kWORKSPACE = 0,
    kDLA_MANAGED_SRAM = 1,
    kDLA_LOCAL_DRAM = 2,
    kDLA_GLOBAL_DRAM = 3,
    kTACTIC_DRAM = 4,
    kTACTIC_SHARED_MEMORY = 5,
};
NV_INFER_ENUM_MAX(MemoryPoolType, 6);

/// A feature that has to be asked for; its name ends in the version that brought it.
enum class PreviewFeature : int32_t {
#if NV_TENSORRT_MAJOR < 11
    kPROFILE_SHARING_0806 TRT_DEPRECATED_ENUM = 0,
#endif
    kALIASED_PLUGIN_IO_10_03 = 1, ///< IPluginV3OneBuildV2::getAliasedInput().
    kRUNTIME_ACTIVATION_RESIZE_10_10 = 2,
#if NV_TENSORRT_MAJOR < 11
    kMULTIDEVICE_RUNTIME_10_16 = 3
#endif
};
NV_INFER_ENUM_MAX(PreviewFeature, 4);

/// On which other devices an engine runs.
enum class HardwareCompatibilityLevel : int32_t {
    kNONE = 0,
    kAMPERE_PLUS = 1,
    kSAME_COMPUTE_CAPABILITY = 2,
};
NV_INFER_ENUM_MAX(HardwareCompatibilityLevel, 3);

/// How long the builder looks for tilings.
enum class TilingOptimizationLevel : int32_t {
    kNONE = 0,
    kFAST = 1,
    kMODERATE = 2,
    kFULL = 3,
};
NV_INFER_ENUM_MAX(TilingOptimizationLevel, 4);

/// A property of a network that is fixed when it is created.
enum class NetworkDefinitionCreationFlag : int32_t {
#if NV_TENSORRT_MAJOR < 11
    kEXPLICIT_BATCH TRT_DEPRECATED_ENUM = 0, ///< Always so since 10.0.
#endif
    kSTRONGLY_TYPED = 1,
    kPREFER_JIT_PYTHON_PLUGINS = 2,
    kPREFER_AOT_PYTHON_PLUGINS = 3,
};
NV_INFER_ENUM_MAX(NetworkDefinitionCreationFlag, 4);
/// Bits `1U << NetworkDefinitionCreationFlag`.
using NetworkDefinitionCreationFlags = uint32_t;

namespace v_1_0 {

/// An entry's key in a timing cache.
struct TimingCacheKey {
    uint8_t data[16];
};

/// An entry of a timing cache.
struct TimingCacheValue {
    uint64_t tacticHash;
    float timingMSec; ///< Milliseconds.
    /// Says that there is no tactic.
    static constexpr uint64_t kINVALID_TACTIC_HASH = UINT64_MAX;
};

/// Hears how far a build is, and may stop it. The application implements it; methods may be called from
/// several threads.
class IProgressMonitor : public IVersionedInterface {
public:
    IProgressMonitor() = default;
    virtual ~IProgressMonitor() noexcept = default;

    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"IProgressMonitor", 1, 0};
    }

    /// A phase of nbSteps steps begins, inside parentPhase, which is nullptr for the outermost.
    virtual void phaseStart(char const* phaseName, char const* parentPhase, int32_t nbSteps) noexcept = 0;
    /// False asks for the build to be cancelled.
    virtual bool stepComplete(char const* phaseName, int32_t step) noexcept = 0;
    virtual void phaseFinish(char const* phaseName) noexcept = 0;
};

} // namespace v_1_0

using TimingCacheKey = v_1_0::TimingCacheKey;
using TimingCacheValue = v_1_0::TimingCacheValue;
using IProgressMonitor = v_1_0::IProgressMonitor;

} // namespace nvinfer1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif // NV_INFER_STAND_IN_BUILDER_TYPES_H
