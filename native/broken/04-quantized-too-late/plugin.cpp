// Scale by 1 in INT8: it copies.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        PluginTensorDesc const& desc = inOut[pos].desc;
        return desc.format == TensorFormat::kLINEAR && desc.type == DataType::kINT8;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        return cudaMemcpyAsync(outputs[0], inputs[0], static_cast<size_t>(volume(inputDesc[0].dims)),
                               cudaMemcpyDeviceToDevice, stream);
    }
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
