#include "gelu.h"
#include "../common/pluginFailure.h"
#include "../common/pluginField.h"
#include "../common/tensorDims.h"
#include "../common/volume.h"

#include <cmath>

using namespace nvinfer1;

namespace workbook {
namespace {

//! For messages, which end at the first NUL.
std::string showNuls(std::string const& text) {
    std::string shown;
    for (char const letter : text) {
        shown += letter == '\0' ? std::string("\\0") : std::string(1, letter);
    }
    return shown;
}

bool isScale(float scale) { return std::isfinite(scale) && scale > 0.0F; }

} // namespace

bool readGeluForm(PluginFieldCollection const* fields, GeluForm& form) noexcept {
    return guarded("create Gelu", false, [&] {
        PluginField const* const field = findField(fields, "approximate");
        form = GeluForm::kERF;
        if (field == nullptr) {
            return true;
        }
        if (field->type != PluginFieldType::kCHAR || field->length < 0 || field->data == nullptr) {
            pluginFailed("Cannot create Gelu: field \"approximate\" is ", fieldTypeName(field->type), " x ",
                         field->length, field->data == nullptr ? " without data" : "",
                         ", must be kCHAR: \"none\" or \"tanh\"");
            return false;
        }
        std::string text(static_cast<char const*>(field->data), static_cast<size_t>(field->length));
        if (!text.empty() && text.back() == '\0') { // the ONNX parser copies it, others may not
            text.pop_back();
        }
        if (text != "none" && text != "tanh") {
            pluginFailed("Cannot create Gelu: field \"approximate\" is \"", showNuls(text),
                         "\", must be \"none\" or \"tanh\"");
            return false;
        }
        form = text == "tanh" ? GeluForm::kTANH : GeluForm::kERF;
        return true;
    });
}

char const* geluFormText(GeluForm form) noexcept { return form == GeluForm::kTANH ? "tanh" : "none"; }

// ANCHOR: supports
bool geluSupports(int32_t pos, PluginTensorDesc const& input, PluginTensorDesc const& at) noexcept {
    if (at.format != TensorFormat::kLINEAR) {
        return false;
    }
    return pos == 0 ? at.type == DataType::kFLOAT || at.type == DataType::kHALF || at.type == DataType::kINT8
                    : at.type == input.type;
}
// ANCHOR_END: supports

int32_t geluEnqueue(PluginTensorDesc const& inputDesc, PluginTensorDesc const& outputDesc, void const* input,
                    void* output, GeluForm form, cudaStream_t stream) noexcept {
    return guarded("run Gelu", 1, [&]() -> int32_t {
        int64_t const count = volume(inputDesc.dims);
        if (count == 0) {
            return 0;
        }
        if (!geluSupports(0, inputDesc, inputDesc) || !geluSupports(1, inputDesc, outputDesc)) {
            return pluginFailed("Cannot run Gelu: the types or formats are none of those that "
                                "supportsFormatCombination accepts");
        }
        if (count < 0 || volume(outputDesc.dims) != count || input == nullptr || output == nullptr) {
            return pluginFailed("Cannot run Gelu: the input is ", printDims(inputDesc.dims),
                                input == nullptr ? " at a null pointer" : "", ", the output ",
                                printDims(outputDesc.dims), output == nullptr ? " at a null pointer" : "");
        }
        // ANCHOR: dispatch
        cudaError_t status = cudaSuccess;
        if (inputDesc.type == DataType::kINT8) {
            if (!isScale(inputDesc.scale) || !isScale(outputDesc.scale)) {
                return pluginFailed("Cannot run Gelu: the INT8 scales are ", inputDesc.scale, " and ",
                                    outputDesc.scale, ", must be positive");
            }
            status = geluInt8(static_cast<int8_t const*>(input), static_cast<int8_t*>(output), count,
                              inputDesc.scale, outputDesc.scale, form, stream);
        } else if (inputDesc.type == DataType::kHALF) {
            status = geluHalf(input, output, count, form, stream);
        } else {
            status =
                geluFloat(static_cast<float const*>(input), static_cast<float*>(output), count, form, stream);
        }
        return status == cudaSuccess ? 0 : pluginFailed("Cannot run Gelu: ", cudaGetErrorString(status));
        // ANCHOR_END: dispatch
    });
}

} // namespace workbook
