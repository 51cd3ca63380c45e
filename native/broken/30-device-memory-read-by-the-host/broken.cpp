// inputs[i] and outputs[i] point into device memory.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        // ANCHOR: host-loop
        auto const* const x = static_cast<float const*>(inputs[0]);
        auto* const y = static_cast<float*>(outputs[0]);
        int64_t const count = volume(inputDesc[0].dims);
        (void)stream;
        for (int64_t i = 0; i < count; ++i) {
            y[i] = mScale * x[i];
        }
        // ANCHOR_END: host-loop
        return 0;
    }
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
