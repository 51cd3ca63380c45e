// TensorRT reads the bytes behind a PluginField after getFieldsToSerialize() has returned.
#include "../common/scaleV3.h"

#include <vector>

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    // ANCHOR: serialise
    PluginFieldCollection const* getFieldsToSerialize() noexcept override {
        std::vector<float> const values{mScale};
        mField = PluginField("scale", values.data(), PluginFieldType::kFLOAT32, 1);
        mFields = {1, &mField};
        return &mFields;
    }
    // ANCHOR_END: serialise
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
