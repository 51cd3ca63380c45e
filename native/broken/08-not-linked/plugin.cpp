// Loading it registers Scale: that calls getPluginRegistry(), which libnvinfer defines.
#include "../common/scaleV3.h"

namespace broken {

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
