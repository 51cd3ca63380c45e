/// Parameters of TensorRT's own plugins, under their names.
#ifndef NV_INFER_PLUGIN_UTILS_H
#define NV_INFER_PLUGIN_UTILS_H

#include "NvInferRuntimeCommon.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#endif

namespace nvinfer1 {
namespace plugin {

/// PriorBox: default boxes of a feature map, by size and aspect ratio. Sizes and steps are in pixels of the
/// image.
struct PriorBoxParameters {
    float *minSize, *maxSize, *aspectRatios;
    int32_t numMinSize, numMaxSize, numAspectRatios;
    bool flip; ///< Also take the inverse of every ratio.
    bool clip; ///< Clip boxes to the image.
    float variance[4];
    int32_t imgH, imgW; ///< 0 takes them from the input.
    float stepH, stepW; ///< Distance of box centres.
    float offset;       ///< Of the first centre, in steps.
};

/// RPN and region-of-interest pooling.
struct RPROIParams {
    int32_t poolingH, poolingW;
    int32_t featureStride;
    int32_t preNmsTop; ///< Boxes kept before non-maximum suppression.
    int32_t nmsMaxOut; ///< Boxes kept after it.
    int32_t anchorsRatioCount, anchorsScaleCount;
    float iouThreshold;
    float minBoxSize;
    float spatialScale;
};

/// GridAnchor: anchors of a feature map of H by W cells.
struct GridAnchorParameters {
    float minSize, maxSize;
    float* aspectRatios;
    int32_t numAspectRatios;
    int32_t H, W;
    float variance[4];
};

#if NV_TENSORRT_MAJOR < 11
/// How DetectionOutput's boxes are encoded.
enum class CodeTypeSSD : int32_t {
    CORNER TRT_DEPRECATED_ENUM = 0,
    CENTER_SIZE TRT_DEPRECATED_ENUM = 1,
    CORNER_SIZE TRT_DEPRECATED_ENUM = 2,
    TF_CENTER TRT_DEPRECATED_ENUM = 3
};

/// DetectionOutput: boxes out of locations, confidences and prior boxes.
struct TRT_DEPRECATED DetectionOutputParameters {
    bool shareLocation, varianceEncodedInTarget;
    int32_t backgroundLabelId, numClasses, topK, keepTopK;
    float confidenceThreshold, nmsThreshold;
    CodeTypeSSD codeType;
    int32_t inputOrder[3];
    bool confSigmoid, isNormalized;
    bool isBatchAgnostic{true};
};

/// Non-maximum suppression.
struct TRT_DEPRECATED NMSParameters {
    bool shareLocation;
    int32_t backgroundLabelId, numClasses, topK, keepTopK;
    float scoreThreshold, iouThreshold;
    bool isNormalized;
};
#endif

/// The classes of Region as a tree, each array indexed by class or by group.
struct softmaxTree {
    int32_t* leaf;
    int32_t n;
    int32_t* parent;
    int32_t* child;
    int32_t* group;
    char** name;
    int32_t groups;
    int32_t* groupSize;
    int32_t* groupOffset;
};

/// Region: boxes for each anchor of each cell.
struct RegionParameters {
    int32_t num, coords, classes;
    softmaxTree* smTree;
};

} // namespace plugin
} // namespace nvinfer1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif // NV_INFER_PLUGIN_UTILS_H
