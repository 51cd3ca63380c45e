/// Enumerations and plain structs of the runtime. Included by NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_RUNTIME_TYPES_H
#define NV_INFER_STAND_IN_RUNTIME_TYPES_H

#include "../NvInferRuntimeBase.h"

namespace nvinfer1 {

/// The base of objects that are handed out by pointer and never copied.
class INoCopy {
protected:
    INoCopy() = default;
    virtual ~INoCopy() = default;
    INoCopy(INoCopy const& other) = delete;
    INoCopy& operator=(INoCopy const& other) = delete;
    INoCopy(INoCopy&& other) = delete;
    INoCopy& operator=(INoCopy&& other) = delete;
};

/// A layout in memory. A number after letters is how many elements of the last letter's dimension lie side by
/// side (its extent is rounded up to that); the order of the letters is the order from the outermost
/// dimension in.
enum class TensorFormat : int32_t {
    kLINEAR = 0, ///< Row-major, every type.
    kCHW2 = 1,
    kHWC8 = 2,
    kCHW4 = 3,
    kCHW16 = 4,
    kCHW32 = 5,
    kDHWC8 = 6,
    kCDHW32 = 7,
    kHWC = 8, ///< Channels innermost, not padded.
    kDLA_LINEAR = 9,
    kDLA_HWC4 = 10,
    kHWC16 = 11,
    kDHWC = 12 ///< As kHWC, with a depth.
};
NV_INFER_ENUM_MAX(TensorFormat, 13);

/// Where a tensor's data lie.
enum class TensorLocation : int32_t {
    kDEVICE = 0,
    kHOST = 1,
};
NV_INFER_ENUM_MAX(TensorLocation, 2);

/// What IExprBuilder::operation() computes from its operands. Both divisions are of integers; kEQUAL and
/// kLESS give 0 or 1.
enum class DimensionOperation : int32_t {
    kSUM = 0,
    kPROD = 1,
    kMAX = 2,
    kMIN = 3,
    kSUB = 4, ///< first - second.
    kEQUAL = 5,
    kLESS = 6,      ///< first < second.
    kFLOOR_DIV = 7, ///< first / second, rounded down.
    kCEIL_DIV = 8   ///< first / second, rounded up.
};
NV_INFER_ENUM_MAX(DimensionOperation, 9);

/// An array of constants, e.g. a convolution's kernel. It does not own them.
class Weights {
public:
    DataType type;
    void const* values;
    int64_t count; ///< Elements, not bytes.
};

/// Which of a layer's weights are meant.
enum class WeightsRole : int32_t {
    kKERNEL = 0,
    kBIAS = 1,
    kSHIFT = 2,
    kSCALE = 3,
    kCONSTANT = 4,
    kANY = 5,
};
NV_INFER_ENUM_MAX(WeightsRole, 6);

/// Where a layer runs.
enum class DeviceType : int32_t {
    kGPU = 0,
    kDLA = 1,
};
NV_INFER_ENUM_MAX(DeviceType, 2);

/// For what an engine is built.
enum class EngineCapability : int32_t {
    kSTANDARD = 0,
    kSAFETY = 1,
    kDLA_STANDALONE = 2,
};
NV_INFER_ENUM_MAX(EngineCapability, 3);

/// Which files the runtime may make for itself.
enum class TempfileControlFlag : int32_t {
    kALLOW_IN_MEMORY_FILES = 0,
    kALLOW_TEMPORARY_FILES = 1,
};
NV_INFER_ENUM_MAX(TempfileControlFlag, 2);
/// Bits `1U << TempfileControlFlag`.
using TempfileControlFlags = uint32_t;

/// Which shape of an optimisation profile is meant.
enum class OptProfileSelector : int32_t { kMIN = 0, kOPT = 1, kMAX = 2 };
NV_INFER_ENUM_MAX(OptProfileSelector, 3);

/// Libraries and kinds of kernels that the builder may take tactics from.
enum class TacticSource : int32_t {
#if NV_TENSORRT_MAJOR < 11
    kCUBLAS TRT_DEPRECATED_ENUM = 0,
    kCUBLAS_LT TRT_DEPRECATED_ENUM = 1,
    kCUDNN TRT_DEPRECATED_ENUM = 2,
#endif
    kEDGE_MASK_CONVOLUTIONS = 3,
    kJIT_CONVOLUTIONS = 4,
};
NV_INFER_ENUM_MAX(TacticSource, 5);
/// Bits `1U << TacticSource`.
using TacticSources = uint32_t;

/// How much an engine knows about its own layers.
enum class ProfilingVerbosity : int32_t {
    kLAYER_NAMES_ONLY = 0,
    kNONE = 1,
    kDETAILED = 2,
};
NV_INFER_ENUM_MAX(ProfilingVerbosity, 3);

/// What a serialised engine leaves out or takes in.
enum class SerializationFlag : int32_t {
    kEXCLUDE_WEIGHTS = 0,
    kEXCLUDE_LEAN_RUNTIME = 1,
    kINCLUDE_REFIT = 2,
};
NV_INFER_ENUM_MAX(SerializationFlag, 3);
/// Bits `1U << SerializationFlag`.
using SerializationFlags = uint32_t;

/// Who gives an execution context its device memory, and when.
enum class ExecutionContextAllocationStrategy : int32_t {
    kSTATIC = 0,
    kON_PROFILE_CHANGE = 1,
    kUSER_MANAGED = 2,
};
NV_INFER_ENUM_MAX(ExecutionContextAllocationStrategy, 3);

/// A number that an engine tells about itself.
enum class EngineStat : int32_t {
    kTOTAL_WEIGHTS_SIZE = 0,
    kSTRIPPED_WEIGHTS_SIZE = 1,
};
NV_INFER_ENUM_MAX(EngineStat, 2);

/// The form in which an engine inspector describes a layer.
enum class LayerInformationFormat : int32_t {
    kONELINE = 0,
    kJSON = 1,
};
NV_INFER_ENUM_MAX(LayerInformationFormat, 2);

/// From where IStreamReaderV2::seek() counts.
enum class SeekPosition : int32_t {
    kSET = 0,
    kCUR = 1,
    kEND = 2,
};

} // namespace nvinfer1

#endif // NV_INFER_STAND_IN_RUNTIME_TYPES_H
