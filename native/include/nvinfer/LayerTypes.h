/// Enumerations and plain structs of the layers. A plugin may name them in its own code. Included by
/// NvInfer.h.
#ifndef NV_INFER_STAND_IN_LAYER_TYPES_H
#define NV_INFER_STAND_IN_LAYER_TYPES_H

#include "RuntimeTypes.h"

namespace nvinfer1 {

/// The kind of an ILayer.
enum class LayerType : int32_t {
    kCONVOLUTION = 0,
    kCAST = 1,
    kACTIVATION = 2,
    kPOOLING = 3,
    kLRN = 4,
    kSCALE = 5,
    kSOFTMAX = 6,
    kDECONVOLUTION = 7,
    kCONCATENATION = 8,
    kELEMENTWISE = 9,
    kPLUGIN = 10,
    kUNARY = 11,
    kPADDING = 12,
    kSHUFFLE = 13,
    kREDUCE = 14,
    kTOPK = 15,
    kGATHER = 16,
    kMATRIX_MULTIPLY = 17,
    kRAGGED_SOFTMAX = 18,
    kCONSTANT = 19,
    kIDENTITY = 20,
    kPLUGIN_V2 = 21,
    kSLICE = 22,
    kSHAPE = 23,
    kPARAMETRIC_RELU = 24,
    kRESIZE = 25,
    kTRIP_LIMIT = 26,
    kRECURRENCE = 27,
    kITERATOR = 28,
    kLOOP_OUTPUT = 29,
    kSELECT = 30,
    kFILL = 31,
    kQUANTIZE = 32,
    kDEQUANTIZE = 33,
    kCONDITION = 34,
    kCONDITIONAL_INPUT = 35,
    kCONDITIONAL_OUTPUT = 36,
    kSCATTER = 37,
    kEINSUM = 38,
    kASSERTION = 39,
    kONE_HOT = 40,
    kNON_ZERO = 41,
    kGRID_SAMPLE = 42,
    kNMS = 43,
    kREVERSE_SEQUENCE = 44,
    kNORMALIZATION = 45,
    kPLUGIN_V3 = 46,
    kSQUEEZE = 47,
    kUNSQUEEZE = 48,
    kCUMULATIVE = 49,
    kDYNAMIC_QUANTIZE = 50,
    kATTENTION_INPUT = 51,
    kATTENTION_OUTPUT = 52,
    kROTARY_EMBEDDING = 53,
    kKVCACHE_UPDATE = 54,
    kMOE = 55,
    kDIST_COLLECTIVE = 56,
};
NV_INFER_ENUM_MAX(LayerType, 57);

/// Bits `1U << TensorFormat`.
using TensorFormats = uint32_t;

/// An activation function; a and b are the layer's alpha and beta.
enum class ActivationType : int32_t {
    kRELU = 0,
    kSIGMOID = 1,
    kTANH = 2,
    kLEAKY_RELU = 3,        ///< x >= 0 ? x : a * x
    kELU = 4,               ///< x >= 0 ? x : a * (exp(x) - 1)
    kSELU = 5,              ///< b * (x > 0 ? x : a * (exp(x) - 1))
    kSOFTSIGN = 6,          ///< x / (1 + |x|)
    kSOFTPLUS = 7,          ///< a * log(exp(b * x) + 1)
    kCLIP = 8,              ///< max(a, min(b, x))
    kHARD_SIGMOID = 9,      ///< max(0, min(1, a * x + b))
    kSCALED_TANH = 10,      ///< a * tanh(b * x)
    kTHRESHOLDED_RELU = 11, ///< x > a ? x : 0
    kGELU_ERF = 12,
    kGELU_TANH = 13,
};
NV_INFER_ENUM_MAX(ActivationType, 14);

/// How a convolution or pooling rounds and pads.
enum class PaddingMode : int32_t {
    kEXPLICIT_ROUND_DOWN = 0,
    kEXPLICIT_ROUND_UP = 1,
    kSAME_UPPER = 2,
    kSAME_LOWER = 3,
};
NV_INFER_ENUM_MAX(PaddingMode, 4);

/// What a pooling window computes.
enum class PoolingType : int32_t {
    kMAX = 0,
    kAVERAGE = 1,
    kMAX_AVERAGE_BLEND = 2,
};
NV_INFER_ENUM_MAX(PoolingType, 3);

/// Whether a scale is one value, one a channel or one an element.
enum class ScaleMode : int32_t {
    kUNIFORM = 0,
    kCHANNEL = 1,
    kELEMENTWISE = 2,
};
NV_INFER_ENUM_MAX(ScaleMode, 3);

/// An operation of two tensors, element by element.
enum class ElementWiseOperation : int32_t {
    kSUM = 0,
    kPROD = 1,
    kMAX = 2,
    kMIN = 3,
    kSUB = 4,
    kDIV = 5,
    kPOW = 6,
    kFLOOR_DIV = 7,
    kAND = 8,
    kOR = 9,
    kXOR = 10,
    kEQUAL = 11,
    kGREATER = 12,
    kLESS = 13,
};
NV_INFER_ENUM_MAX(ElementWiseOperation, 14);

/// How gather reads its indices.
enum class GatherMode : int32_t {
    kDEFAULT = 0,
    kELEMENT = 1,
    kND = 2,
};
NV_INFER_ENUM_MAX(GatherMode, 3);

/// An operation of one tensor, element by element.
enum class UnaryOperation : int32_t {
    kEXP = 0,
    kLOG = 1,
    kSQRT = 2,
    kRECIP = 3,
    kABS = 4,
    kNEG = 5,
    kSIN = 6,
    kCOS = 7,
    kTAN = 8,
    kSINH = 9,
    kCOSH = 10,
    kASIN = 11,
    kACOS = 12,
    kATAN = 13,
    kASINH = 14,
    kACOSH = 15,
    kATANH = 16,
    kCEIL = 17,
    kFLOOR = 18,
    kERF = 19,
    kNOT = 20,
    kSIGN = 21,
    kROUND = 22,
    kISINF = 23,
    kISNAN = 24,
};
NV_INFER_ENUM_MAX(UnaryOperation, 25);

/// What a reduction over axes computes.
enum class ReduceOperation : int32_t {
    kSUM = 0,
    kPROD = 1,
    kMAX = 2,
    kMIN = 3,
    kAVG = 4,
    kNONE = 5,
};
NV_INFER_ENUM_MAX(ReduceOperation, 6);

/// What several devices do together.
enum class CollectiveOperation : int32_t {
    kALL_REDUCE = 0,
    kALL_GATHER = 1,
    kBROADCAST = 2,
    kREDUCE = 3,
    kREDUCE_SCATTER = 4,
};
NV_INFER_ENUM_MAX(CollectiveOperation, 5);

/// An order of dimensions: dimension i of the result is dimension order[i] of the input.
struct Permutation {
    int32_t order[Dims::MAX_DIMS];
};

/// What is read beyond the edge of a tensor.
enum class SampleMode : int32_t {
    kSTRICT_BOUNDS = 0,
    kWRAP = 1,
    kCLAMP = 2,
    kFILL = 3,
    kREFLECT = 4,
};
NV_INFER_ENUM_MAX(SampleMode, 5);

#if NV_TENSORRT_MAJOR == 8
/// 8.6's name.
using SliceMode = SampleMode;
#endif

/// Which end top-k takes.
enum class TopKOperation : int32_t {
    kMAX = 0,
    kMIN = 1,
};
NV_INFER_ENUM_MAX(TopKOperation, 2);

/// What happens to an operand of a matrix product first.
enum class MatrixOperation : int32_t {
    kNONE = 0,
    kTRANSPOSE = 1,
    kVECTOR = 2,
};
NV_INFER_ENUM_MAX(MatrixOperation, 3);

/// How a resize fills in.
enum class InterpolationMode : int32_t {
    kNEAREST = 0,
    kLINEAR = 1,
    kCUBIC = 2,
};
NV_INFER_ENUM_MAX(InterpolationMode, 3);

#if NV_TENSORRT_MAJOR == 8
/// 8.6's name.
using ResizeMode = InterpolationMode;
#endif

/// Where a resize's output pixel lies in the input.
enum class ResizeCoordinateTransformation : int32_t {
    kALIGN_CORNERS = 0,
    kASYMMETRIC = 1,
    kHALF_PIXEL = 2,
};
NV_INFER_ENUM_MAX(ResizeCoordinateTransformation, 3);

/// Where a resize to one pixel reads.
enum class ResizeSelector : int32_t {
    kFORMULA = 0,
    kUPPER = 1,
};
NV_INFER_ENUM_MAX(ResizeSelector, 2);

/// How kNEAREST rounds.
enum class ResizeRoundMode : int32_t {
    kHALF_UP = 0,
    kHALF_DOWN = 1,
    kFLOOR = 2,
    kCEIL = 3,
};
NV_INFER_ENUM_MAX(ResizeRoundMode, 4);

/// What a loop puts out.
enum class LoopOutput : int32_t {
    kLAST_VALUE = 0,
    kCONCATENATE = 1,
    kREVERSE = 2,
};
NV_INFER_ENUM_MAX(LoopOutput, 3);

/// What ends a loop.
enum class TripLimit : int32_t {
    kCOUNT = 0,
    kWHILE = 1,
};
NV_INFER_ENUM_MAX(TripLimit, 2);

/// What a fill layer writes.
enum class FillOperation : int32_t {
    kLINSPACE = 0,
    kRANDOM_UNIFORM = 1,
    kRANDOM_NORMAL = 2,
};
NV_INFER_ENUM_MAX(FillOperation, 3);

/// How scatter reads its indices.
enum class ScatterMode : int32_t {
    kELEMENT = 0,
    kND = 1,
};
NV_INFER_ENUM_MAX(ScatterMode, 2);

/// How a box is given.
enum class BoundingBoxFormat : int32_t {
    kCORNER_PAIRS = 0,
    kCENTER_SIZES = 1,
};
NV_INFER_ENUM_MAX(BoundingBoxFormat, 2);

/// What is accumulated along an axis.
enum class CumulativeOperation : int32_t {
    kSUM = 0,
};
NV_INFER_ENUM_MAX(CumulativeOperation, 1);

/// How attention scores are normalised.
enum class AttentionNormalizationOp : int32_t {
    kNONE = 0,
    kSOFTMAX = 1,
};
NV_INFER_ENUM_MAX(AttentionNormalizationOp, 2);

/// How a key-value cache is laid out.
enum class KVCacheMode : int32_t {
    kLINEAR = 0,
};
NV_INFER_ENUM_MAX(KVCacheMode, 1);

/// The activation in a mixture of experts.
enum class MoEActType : int32_t {
    kNONE = 0,
    kSILU = 1,
};
NV_INFER_ENUM_MAX(MoEActType, 2);

} // namespace nvinfer1

#endif // NV_INFER_STAND_IN_LAYER_TYPES_H
