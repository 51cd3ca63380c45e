// enqueue() goes through a workspace as large as x.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    // ANCHOR: workspace
    size_t getWorkspaceSize(PluginTensorDesc const* inputs, int32_t, PluginTensorDesc const*,
                            int32_t) const noexcept {
        return sizeof(float) * static_cast<size_t>(volume(inputs[0].dims));
    }
    // ANCHOR_END: workspace

    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void* workspace, cudaStream_t stream) noexcept override {
        int64_t const count = volume(inputDesc[0].dims);
        auto* const scaled = static_cast<float*>(workspace);
        cudaError_t const status =
            scaleFloats(static_cast<float const*>(inputs[0]), scaled, mScale, count, stream);
        return status != cudaSuccess
                   ? status
                   : scaleFloats(scaled, static_cast<float*>(outputs[0]), 1.0F, count, stream);
    }
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
