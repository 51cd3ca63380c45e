//! Stand-in for cuDNN's header: types and handles. A routine that is called refuses
//! (workbook/library_status.h).
#pragma once
#include "cuda_runtime_api.h"
#include "workbook/library_status.h"

#define CUDNN_MAJOR 8
#define CUDNN_MINOR 9
#define CUDNN_PATCHLEVEL 0
#define CUDNN_VERSION 8900

typedef struct cudnnContext* cudnnHandle_t;
typedef struct cudnnTensorStruct* cudnnTensorDescriptor_t;
typedef struct cudnnFilterStruct* cudnnFilterDescriptor_t;
typedef struct cudnnConvolutionStruct* cudnnConvolutionDescriptor_t;
typedef struct cudnnActivationStruct* cudnnActivationDescriptor_t;
typedef struct cudnnPoolingStruct* cudnnPoolingDescriptor_t;

enum cudnnStatus_t {
    CUDNN_STATUS_SUCCESS = 0,
    CUDNN_STATUS_NOT_INITIALIZED = 1,
    CUDNN_STATUS_ALLOC_FAILED = 2,
    CUDNN_STATUS_BAD_PARAM = 3,
    CUDNN_STATUS_INTERNAL_ERROR = 4,
    CUDNN_STATUS_EXECUTION_FAILED = 8,
    CUDNN_STATUS_NOT_SUPPORTED = 9
};
enum cudnnDataType_t {
    CUDNN_DATA_FLOAT = 0,
    CUDNN_DATA_DOUBLE = 1,
    CUDNN_DATA_HALF = 2,
    CUDNN_DATA_INT8 = 3,
    CUDNN_DATA_INT32 = 4,
    CUDNN_DATA_INT8x4 = 5,
    CUDNN_DATA_UINT8 = 6,
    CUDNN_DATA_BFLOAT16 = 9
};
enum cudnnTensorFormat_t { CUDNN_TENSOR_NCHW = 0, CUDNN_TENSOR_NHWC = 1, CUDNN_TENSOR_NCHW_VECT_C = 2 };
enum cudnnConvolutionMode_t { CUDNN_CONVOLUTION = 0, CUDNN_CROSS_CORRELATION = 1 };
enum cudnnBatchNormMode_t {
    CUDNN_BATCHNORM_PER_ACTIVATION = 0,
    CUDNN_BATCHNORM_SPATIAL = 1,
    CUDNN_BATCHNORM_SPATIAL_PERSISTENT = 2
};
enum cudnnActivationMode_t {
    CUDNN_ACTIVATION_SIGMOID = 0,
    CUDNN_ACTIVATION_RELU = 1,
    CUDNN_ACTIVATION_TANH = 2,
    CUDNN_ACTIVATION_CLIPPED_RELU = 3,
    CUDNN_ACTIVATION_ELU = 4
};
enum cudnnSoftmaxAlgorithm_t { CUDNN_SOFTMAX_FAST = 0, CUDNN_SOFTMAX_ACCURATE = 1, CUDNN_SOFTMAX_LOG = 2 };
enum cudnnSoftmaxMode_t { CUDNN_SOFTMAX_MODE_INSTANCE = 0, CUDNN_SOFTMAX_MODE_CHANNEL = 1 };
enum cudnnNanPropagation_t { CUDNN_NOT_PROPAGATE_NAN = 0, CUDNN_PROPAGATE_NAN = 1 };

#define WORKBOOK_CUDNN(routine) WORKBOOK_NOT_EMULATED(cudnnStatus_t, CUDNN_STATUS_NOT_SUPPORTED, routine)
WORKBOOK_CUDNN(cudnnCreate)
WORKBOOK_CUDNN(cudnnDestroy)
WORKBOOK_CUDNN(cudnnSetStream)
WORKBOOK_CUDNN(cudnnCreateTensorDescriptor)
WORKBOOK_CUDNN(cudnnDestroyTensorDescriptor)
WORKBOOK_CUDNN(cudnnSetTensor4dDescriptor)
WORKBOOK_CUDNN(cudnnSetTensorNdDescriptor)
WORKBOOK_CUDNN(cudnnConvolutionForward)
WORKBOOK_CUDNN(cudnnActivationForward)
WORKBOOK_CUDNN(cudnnBatchNormalizationForwardInference)
WORKBOOK_CUDNN(cudnnBatchNormalizationForwardTraining)
WORKBOOK_CUDNN(cudnnSoftmaxForward)
WORKBOOK_CUDNN(cudnnCreateFilterDescriptor)
WORKBOOK_CUDNN(cudnnDestroyFilterDescriptor)
WORKBOOK_CUDNN(cudnnSetFilter4dDescriptor)
WORKBOOK_CUDNN(cudnnSetFilterNdDescriptor)
WORKBOOK_CUDNN(cudnnCreateConvolutionDescriptor)
WORKBOOK_CUDNN(cudnnDestroyConvolutionDescriptor)
WORKBOOK_CUDNN(cudnnCreateActivationDescriptor)
WORKBOOK_CUDNN(cudnnDestroyActivationDescriptor)
WORKBOOK_CUDNN(cudnnSetActivationDescriptor)
WORKBOOK_CUDNN(cudnnDeriveBNTensorDescriptor)
WORKBOOK_CUDNN(cudnnPoolingForward)
WORKBOOK_CUDNN(cudnnAddTensor)
WORKBOOK_CUDNN(cudnnOpTensor)
WORKBOOK_CUDNN(cudnnSetTensor)
WORKBOOK_CUDNN(cudnnScaleTensor)
WORKBOOK_CUDNN(cudnnSetTensor4dDescriptorEx)
WORKBOOK_CUDNN(cudnnSetConvolution2dDescriptor)
WORKBOOK_CUDNN(cudnnSetConvolutionGroupCount)
WORKBOOK_CUDNN(cudnnGetConvolutionForwardWorkspaceSize)

inline char const* cudnnGetErrorString(cudnnStatus_t status) {
    return status == CUDNN_STATUS_NOT_SUPPORTED ? "not supported by the CUDA emulator" : "cudnn status";
}
