#include "addScalar.h"
#include "../common/pluginFailure.h"
#include "../common/pluginField.h"
#include "addScalarKernel.h"

#include <string>

using namespace nvinfer1;

namespace workbook {

// ANCHOR: read-scalar
bool readScalar(PluginFieldCollection const* fields, float& scalar) noexcept {
    return guarded("create AddScalar", false, [&] {
        std::string why = "field \"scalar\" is missing, must be kFLOAT32 x 1";
        PluginField const* const field = findField(fields, "scalar");
        if (field == nullptr || !fieldMatches(*field, PluginFieldType::kFLOAT32, 1, why)) {
            pluginFailed("Cannot create AddScalar: ", why);
            return false;
        }
        scalar = *static_cast<float const*>(field->data);
        return true;
    });
}
// ANCHOR_END: read-scalar

// ANCHOR: supports
bool addScalarSupports(int32_t pos, PluginTensorDesc const& input, PluginTensorDesc const& at) noexcept {
    if (at.format != TensorFormat::kLINEAR) {
        return false;
    }
    return pos == 0 ? at.type == DataType::kFLOAT || at.type == DataType::kHALF : at.type == input.type;
}
// ANCHOR_END: supports

// ANCHOR: enqueue
int32_t addScalarEnqueue(PluginTensorDesc const& inputDesc, void const* input, void* output, float scalar,
                         cudaStream_t stream) noexcept {
    int64_t count = 1;
    for (int32_t i = 0; i < inputDesc.dims.nbDims; ++i) {
        count *= inputDesc.dims.d[i];
    }
    cudaError_t const status = inputDesc.type == DataType::kHALF
                                   ? addScalarHalf(input, output, scalar, count, stream)
                                   : addScalarFloat(static_cast<float const*>(input),
                                                    static_cast<float*>(output), scalar, count, stream);
    return status == cudaSuccess ? 0 : pluginFailed("Cannot run AddScalar: ", cudaGetErrorString(status));
}
// ANCHOR_END: enqueue

} // namespace workbook
