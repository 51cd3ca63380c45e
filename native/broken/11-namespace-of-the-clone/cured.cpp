// V2 plugins carry their namespace with them, and clone() has to hand it on.
#include "../common/scaleV2.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV2<Scale> {
public:
    using ScaleV2::ScaleV2;

    IPluginV2DynamicExt* clone() const noexcept override {
        auto* const copy = new Scale(mScale);
        copy->mLayerName = mLayerName;
        copy->setPluginNamespace(mNamespace.c_str());
        return copy;
    }

private:
    std::string mLayerName{"scale_layer"};
};

using ScaleCreator = ScaleV2Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
