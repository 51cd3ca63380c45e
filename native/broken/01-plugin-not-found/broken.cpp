// The network asks for the op "Scale".
#include "../common/scaleV3.h"

namespace broken {

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;
    char const* getPluginName() const noexcept override { return "ScalePlugin"; }
};

class ScaleCreator final : public ScaleV3Creator<Scale> {
public:
    char const* getPluginName() const noexcept override { return "ScalePlugin"; }
};

REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
