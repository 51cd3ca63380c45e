// A parser hands over only what getFieldNames() names.
#include "../common/scaleV3.h"

#include <vector>

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;
};

class ScaleCreator final : public ScaleV3Creator<Scale> {
public:
    // ANCHOR: empty-list
    ScaleCreator() { mCollection = {static_cast<int32_t>(mNames.size()), mNames.data()}; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

private:
    std::vector<PluginField> mNames;
    // ANCHOR_END: empty-list
    PluginFieldCollection mCollection{};
};

REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
