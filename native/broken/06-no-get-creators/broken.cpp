// The library is given to IPluginRegistry::loadLibrary, which is what trtexec does with --dynamicPlugins.
#include "../common/scaleV3.h"

namespace broken {

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;
};

using ScaleCreator = ScaleV3Creator<Scale>;

} // namespace broken

using broken::ScaleCreator;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);
