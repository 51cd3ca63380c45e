// y[i] is the index of x[i], as the framework that the model comes from has it: 64 bits wide.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

__global__ void writeIndices(int64_t* y, int64_t count) {
    int64_t const i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = i;
    }
}

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    static constexpr DataType kINDEX = DataType::kINT64;

    int32_t getOutputDataTypes(DataType* outputTypes, int32_t, DataType const*,
                               int32_t) const noexcept override {
        outputTypes[0] = kINDEX;
        return 0;
    }
    bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        return inOut[pos].desc.format == TensorFormat::kLINEAR &&
               inOut[pos].desc.type == (pos == 0 ? DataType::kFLOAT : kINDEX);
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const*,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        int64_t const count = volume(inputDesc[0].dims);
        writeIndices<<<static_cast<unsigned>((count + 255) / 256), 256, 0, stream>>>(
            static_cast<int64_t*>(outputs[0]), count);
        return cudaGetLastError();
    }
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
