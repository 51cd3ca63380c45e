#include "qkvToContext.h"
#include "../common/pluginFailure.h"
#include "../common/tensorDims.h"
#include "../common/volume.h"
#include "qkvToContextKernel.h"

#include <cmath>

using namespace nvinfer1;

namespace workbook {
namespace {

//! Sums of INT8 products stay within an int32 as long as there are no more of them than this.
constexpr int64_t kMOST_INT8_PRODUCTS = INT32_MAX / (128 * 128);

//! \return false when the dimensions are none that kernels can run; an empty tensor is one that they cannot.
bool shapeOf(QkvToContextParameters const& p, Dims const& dims, QkvShape& shape) noexcept {
    if (volume(dims) < 1 || dims.nbDims < 3 || dims.d[0] > INT32_MAX || dims.d[1] > INT32_MAX) {
        return false;
    }
    shape = {static_cast<int32_t>(dims.d[0]), static_cast<int32_t>(dims.d[1]), p.numHeads, p.headSize};
    return true;
}

template <typename T>
cudaError_t launch(int32_t tactic, void const* input, void* output, void* workspace, QkvShape const& shape,
                   QkvScales const& scales, cudaStream_t stream) noexcept {
    auto const* const qkv = static_cast<T const*>(input);
    auto* const context = static_cast<T*>(output);
    return tactic == kQKV_FUSED ? qkvToContextFused(qkv, context, shape, scales, stream)
                                : qkvToContextWorkspace(qkv, context, workspace, shape, scales, stream);
}

QkvScales scalesOf(QkvToContextParameters const& p, PluginTensorDesc const& input,
                   PluginTensorDesc const& output) noexcept {
    float const rootScale = 1.0F / std::sqrt(static_cast<float>(p.headSize));
    if (input.type != DataType::kINT8) {
        return {rootScale, 1.0F, 1.0F, false};
    }
    return {rootScale * input.scale * input.scale, p.dqProbs, p.dqProbs * input.scale / output.scale,
            p.useInt8ScaleMax};
}

} // namespace

bool qkvFusedFits(QkvToContextParameters const& p, int64_t sequence) noexcept {
    return qkvFusedSharedBytes(sequence, p.headSize) <= kQKV_MOST_SHARED_BYTES;
}

int32_t qkvOutputDims(QkvToContextParameters const& p, DimsExprs const& input, DimsExprs& output,
                      IExprBuilder& exprBuilder) noexcept {
    if (input.nbDims != 3 && input.nbDims != 5) {
        return pluginFailed("Cannot build QkvToContext: the input has ", input.nbDims,
                            " dimensions, must be [S,B,3*hiddenSize] or [S,B,3*hiddenSize,1,1]");
    }
    IDimensionExpr const& packed = *input.d[2];
    if (packed.isConstant() && packed.getConstantValue() != 3 * int64_t{p.hiddenSize}) {
        return pluginFailed("Cannot build QkvToContext: the input's dimension 2 is ",
                            packed.getConstantValue(),
                            ", must be 3 * hiddenSize = ", 3 * int64_t{p.hiddenSize});
    }
    output = input;
    output.d[2] = exprBuilder.constant(p.hiddenSize);
    return output.d[2] != nullptr
               ? 0
               : pluginFailed("Cannot build QkvToContext: the expression builder returned null");
}

bool qkvSupports(int32_t pos, PluginTensorDesc const& input, PluginTensorDesc const& at) noexcept {
    if (at.format != TensorFormat::kLINEAR) {
        return false;
    }
    return pos == 0 ? at.type == DataType::kFLOAT || at.type == DataType::kHALF || at.type == DataType::kINT8
                    : at.type == input.type;
}

int32_t qkvCheckInput(QkvToContextParameters const& p, PluginTensorDesc const& input) noexcept {
    Dims const& dims = input.dims;
    bool const ranked = dims.nbDims == 3 || (dims.nbDims == 5 && dims.d[3] == 1 && dims.d[4] == 1);
    if (!ranked || volume(dims) < 0 || dims.d[2] != 3 * int64_t{p.hiddenSize}) {
        return guarded("run QkvToContext", 1, [&] {
            return pluginFailed("Cannot run QkvToContext: the input is ", printDims(dims), ", must be [S,B,",
                                3 * int64_t{p.hiddenSize}, "] or [S,B,", 3 * int64_t{p.hiddenSize}, ",1,1]");
        });
    }
    if (input.type == DataType::kINT8 &&
        (dims.d[0] > kMOST_INT8_PRODUCTS || p.headSize > kMOST_INT8_PRODUCTS)) {
        return pluginFailed("Cannot run QkvToContext: S is ", dims.d[0], " and headSize is ", p.headSize,
                            ", must be at most ", kMOST_INT8_PRODUCTS, " in INT8");
    }
    return 0;
}

void qkvRemember(QkvToContextParameters& p, Dims const& dims) noexcept {
    if (dims.nbDims >= 3 && dims.d[0] >= 0 && dims.d[0] <= INT32_MAX && dims.d[1] >= 0 &&
        dims.d[1] <= INT32_MAX) {
        p.S = static_cast<int32_t>(dims.d[0]);
        p.B = static_cast<int32_t>(dims.d[1]);
    }
}

size_t qkvWorkspaceSize(QkvToContextParameters const& p, int32_t tactic, Dims const& dims) noexcept {
    QkvShape shape{};
    return tactic != kQKV_FUSED && shapeOf(p, dims, shape) ? qkvWorkspaceBytes(shape) : 0;
}

int32_t qkvEnqueue(QkvToContextParameters const& p, int32_t tactic, PluginTensorDesc const* input,
                   PluginTensorDesc const* output, void const* const* inputs, void* const* outputs,
                   void* workspace, cudaStream_t stream) noexcept {
    if (input == nullptr || output == nullptr) {
        return pluginFailed("Cannot run QkvToContext: a descriptor is null");
    }
    if (qkvCheckInput(p, *input) != 0) {
        return 1;
    }
    QkvShape shape{};
    if (!shapeOf(p, input->dims, shape)) {
        return volume(input->dims) == 0
                   ? 0
                   : pluginFailed("Cannot run QkvToContext: S or B is more than 2147483647");
    }
    if (inputs == nullptr || outputs == nullptr || inputs[0] == nullptr || outputs[0] == nullptr) {
        return pluginFailed("Cannot run QkvToContext: an address is null");
    }
    if (tactic == kQKV_FUSED ? !qkvFusedFits(p, shape.sequence) : workspace == nullptr) {
        return tactic == kQKV_FUSED
                   ? pluginFailed("Cannot run QkvToContext: tactic 2 needs ",
                                  qkvFusedSharedBytes(shape.sequence, p.headSize),
                                  " bytes of shared memory, there are ", kQKV_MOST_SHARED_BYTES)
                   : pluginFailed("Cannot run QkvToContext: the workspace is null, must be ",
                                  qkvWorkspaceBytes(shape), " bytes");
    }
    if (input->type == DataType::kINT8 && !(input->scale > 0.0F && output->scale > 0.0F)) {
        return pluginFailed("Cannot run QkvToContext: the scales of input and output are ", input->scale,
                            " and ", output->scale, ", must be more than 0 in INT8");
    }
    auto run = launch<float>;
    switch (input->type) {
    case DataType::kFLOAT:
        break;
    case DataType::kHALF:
        run = launch<__half>;
        break;
    case DataType::kINT8:
        run = launch<int8_t>;
        break;
    default:
        return pluginFailed("Cannot run QkvToContext: the input has DataType ",
                            static_cast<int32_t>(input->type), ", must be kFLOAT, kHALF or kINT8");
    }
    cudaError_t const status =
        run(tactic, inputs[0], outputs[0], workspace, shape, scalesOf(p, *input, *output), stream);
    return status == cudaSuccess ? 0 : pluginFailed("Cannot run QkvToContext: ", cudaGetErrorString(status));
}

} // namespace workbook
