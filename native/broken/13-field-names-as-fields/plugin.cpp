// Scale as it should be, if fields always had data: this creator does not look.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;
};

class ScaleCreator final : public ScaleV3Creator<Scale> {
public:
    // ANCHOR: trusting
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        return new Scale(*static_cast<float const*>(fields->fields[0].data));
    }
    // ANCHOR_END: trusting
};

REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
