// Eight elements, and blocks of 256 threads. Two tactics, so that the builder times them.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

__global__ void scaleElements(float const* x, float* y, float scale, int64_t count) {
    int64_t const i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    y[i] = scale * x[i];
}

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    int32_t getNbTactics() noexcept override { return 2; }
    int32_t getValidTactics(int32_t* tactics, int32_t) noexcept override {
        tactics[0] = 128;
        tactics[1] = 256;
        return 0;
    }
    int32_t setTactic(int32_t tactic) noexcept override {
        mThreads = tactic;
        return 0;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        int64_t const count = volume(inputDesc[0].dims);
        auto const blocks = static_cast<unsigned>((count + mThreads - 1) / mThreads);
        scaleElements<<<blocks, mThreads, 0, stream>>>(static_cast<float const*>(inputs[0]),
                                                       static_cast<float*>(outputs[0]), mScale, count);
        return cudaGetLastError();
    }

private:
    int32_t mThreads{128};
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
