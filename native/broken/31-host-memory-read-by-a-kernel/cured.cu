// Every element has a weight; the weights are a member.
#include "../common/scaleV3.h"

#include <vector>

namespace broken {

using namespace nvinfer1;

__global__ void scaleElements(float const* x, float* y, float const* weights, int64_t count) {
    int64_t const i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = weights[i % 4] * x[i];
    }
}

class Scale final : public ScaleV3<Scale> {
public:
    explicit Scale(float scale) : ScaleV3(scale), mWeights(4, scale) {}

    size_t getWorkspaceSize(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) const noexcept override {
        return sizeof(float) * mWeights.size();
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, [[maybe_unused]] void* workspace,
                    cudaStream_t stream) noexcept override {
        auto* const weights = static_cast<float*>(workspace);
        cudaMemcpyAsync(weights, mWeights.data(), sizeof(float) * mWeights.size(), cudaMemcpyHostToDevice,
                        stream);
        int64_t const count = volume(inputDesc[0].dims);
        scaleElements<<<static_cast<unsigned>((count + 255) / 256), 256, 0, stream>>>(
            static_cast<float const*>(inputs[0]), static_cast<float*>(outputs[0]), weights, count);
        return cudaGetLastError();
    }

private:
    std::vector<float> mWeights;
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
