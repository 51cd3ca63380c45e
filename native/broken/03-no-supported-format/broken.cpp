// x is kFLOAT, and the network is not told to use FP16.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    // ANCHOR: supports
    bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        PluginTensorDesc const& desc = inOut[pos].desc;
        return desc.format == TensorFormat::kLINEAR && desc.type == DataType::kHALF;
    }
    // ANCHOR_END: supports
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
