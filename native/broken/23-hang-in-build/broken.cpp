// While an engine is built, `desc.dims` may hold -1; the profile's extents are in min, opt and max.
#include "../common/scaleV3.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;

    int32_t configurePlugin(DynamicPluginTensorDesc const* in, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) noexcept override {
        mRows = 0;
        while (mRows++ != in[0].desc.dims.d[0]) {
        }
        return 0;
    }

private:
    int64_t mRows{0};
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
