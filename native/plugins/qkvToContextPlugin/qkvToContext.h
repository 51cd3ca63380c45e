#pragma once
#include "NvInferRuntime.h"
#include "qkvToContextParameters.h"

#include <cuda_runtime_api.h>

//! What both generations of QkvToContext share: shapes, formats, memory and the launch.
namespace workbook {

//! The ways to compute. 0, TensorRT's default tactic, is the same as kQKV_WORKSPACE: it works at every size.
enum QkvTactic : int32_t {
    kQKV_DEFAULT = 0,
    kQKV_WORKSPACE = 1, //!< three kernels, the scores in the workspace
    kQKV_FUSED = 2,     //!< one kernel, the scores in shared memory
};

//! Whether kQKV_FUSED can run sequences of `sequence` positions: scores and query fit into shared memory.
bool qkvFusedFits(QkvToContextParameters const& parameters, int64_t sequence) noexcept;

//! Output [S, B, hiddenSize] for input [S, B, 3 * hiddenSize], with the same two dimensions of 1 behind it
//! where the input has them.
//! \return 0, or 1 with the reason logged.
int32_t qkvOutputDims(QkvToContextParameters const& parameters, nvinfer1::DimsExprs const& input,
                      nvinfer1::DimsExprs& output, nvinfer1::IExprBuilder& exprBuilder) noexcept;

//! FP32, FP16 or INT8, linear; the output has the type of the input.
//! \param input inOut[0]. \param at inOut[pos].
bool qkvSupports(int32_t pos, nvinfer1::PluginTensorDesc const& input,
                 nvinfer1::PluginTensorDesc const& at) noexcept;

//! \return 0 when the plugin can run this input, or 1 with the reason logged.
int32_t qkvCheckInput(QkvToContextParameters const& parameters,
                      nvinfer1::PluginTensorDesc const& input) noexcept;

//! Remembers S and B. \param dims Of the input, the largest of a profile or those that follow; left as it is
//! where they are not known.
void qkvRemember(QkvToContextParameters& parameters, nvinfer1::Dims const& dims) noexcept;

//! \param dims Of the input, the largest of the profile. \return Bytes for the tactic, enough for these and
//! any smaller.
size_t qkvWorkspaceSize(QkvToContextParameters const& parameters, int32_t tactic,
                        nvinfer1::Dims const& dims) noexcept;

//! Launches on `stream`.
//! \param input,output One each. \param workspace At least qkvWorkspaceSize() bytes; may be null where that
//! is 0.
//! \return 0, or 1 with the reason logged.
int32_t qkvEnqueue(QkvToContextParameters const& parameters, int32_t tactic,
                   nvinfer1::PluginTensorDesc const* input, nvinfer1::PluginTensorDesc const* output,
                   void const* const* inputs, void* const* outputs, void* workspace,
                   cudaStream_t stream) noexcept;

} // namespace workbook
