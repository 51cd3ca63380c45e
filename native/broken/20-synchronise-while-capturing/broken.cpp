// The caller captures enqueueV3 into a CUDA graph.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        cudaError_t const status =
            scaleFloats(static_cast<float const*>(inputs[0]), static_cast<float*>(outputs[0]), mScale,
                        volume(inputDesc[0].dims), stream);
        return status != cudaSuccess ? status : cudaStreamSynchronize(stream);
    }
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
