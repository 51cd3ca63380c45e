// Name, version and namespace go into the engine as text.
#include "../common/scaleV2.h"

namespace broken {

using namespace nvinfer1;

class Scale final : public ScaleV2<Scale> {
public:
    using ScaleV2::ScaleV2;

    void setPluginNamespace(char const* pluginNamespace) noexcept override {
        mOwnNamespace = pluginNamespace;
    }
    char const* getPluginNamespace() const noexcept override { return mOwnNamespace; }

private:
    char const* mOwnNamespace{nullptr};
};

using ScaleCreator = ScaleV2Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
