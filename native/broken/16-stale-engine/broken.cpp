// Version 1 of the library wrote `scale`; this one writes `scale` and `bias`. Engines of version 1 are still
// about.
#include "../common/scaleV2.h"

#include <cassert>

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV2<Scale> {
public:
    Scale(float scale, float bias) : ScaleV2(scale), mBias(bias) {}
    explicit Scale(float scale) : Scale(scale, 0.0F) {}

    size_t getSerializationSize() const noexcept override { return sizeof mScale + sizeof mBias; }
    void serialize(void* buffer) const noexcept override {
        std::memcpy(buffer, &mScale, sizeof mScale);
        std::memcpy(static_cast<char*>(buffer) + sizeof mScale, &mBias, sizeof mBias);
    }

private:
    float mBias;
};

class ScaleCreator final : public ScaleV2Creator<Scale> {
public:
    // ANCHOR: deserialise
    IPluginV2* deserializePlugin(char const*, void const* data, size_t length) noexcept override {
        char const* const a = static_cast<char const*>(data);
        char const* d = a;
        auto const read = [&d] {
            float value = 0.0F;
            std::memcpy(&value, d, sizeof value);
            d += sizeof value;
            return value;
        };
        float const scale = read();
        float const bias = read();
        assert(d == a + length);
        return new Scale(scale, bias);
    }
    // ANCHOR_END: deserialise
};

REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
