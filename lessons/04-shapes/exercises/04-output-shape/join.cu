#include <NvInfer.h>

#include "joinPlugin.h"

#include <cstdint>
#include <cstring>

using namespace nvinfer1;

namespace {

//! How long the rows of x, z and y are.
struct Widths {
    int64_t x, z, y;
};

//! One thread an element of y; x [rows, widths.x], z [rows, widths.z], y [rowsOfY, widths.y].
__global__ void joinKernel(float const* x, float const* z, float* y, Widths widths, int64_t rows,
                           int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i >= count) {
        return;
    }
    int64_t const row = i / widths.y;
    int64_t const column = i % widths.y;
    if (row < rows && column < widths.x) {
        y[i] = x[row * widths.x + column];
    } else if (row < rows && column < widths.x + widths.z) {
        y[i] = z[row * widths.z + column - widths.x];
    } else {
        y[i] = 0.0F;
    }
}

} // namespace

int32_t JoinPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                            void const* const* inputs, void* const* outputs, void*,
                            cudaStream_t stream) noexcept {
    if (outputDesc[0].dims.nbDims != 2) {
        return 1;
    }
    Widths const widths{inputDesc[0].dims.d[1], inputDesc[1].dims.d[1], outputDesc[0].dims.d[1]};
    int64_t const count = outputDesc[0].dims.d[0] * widths.y;
    if (count == 0) {
        return 0;
    }
    auto const blocks = static_cast<unsigned int>((count + 127) / 128);
    joinKernel<<<blocks, 128, 0, stream>>>(
        static_cast<float const*>(inputs[0]), static_cast<float const*>(inputs[1]),
        static_cast<float*>(outputs[0]), widths, inputDesc[0].dims.d[0], count);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}

//! Makes JoinPlugin of the field "multiple" (one int32_t).
class JoinCreator : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Join"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        int32_t multiple = 1;
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (std::strcmp(field.name, "multiple") == 0) {
                multiple = *static_cast<int32_t const*>(field.data);
            }
        }
        return multiple < 1 ? nullptr : new (std::nothrow) JoinPlugin(multiple);
    }

private:
    PluginField mField{"multiple", nullptr, PluginFieldType::kINT32, 1};
    PluginFieldCollection mCollection{1, &mField};
};

REGISTER_TENSORRT_PLUGIN(JoinCreator);
