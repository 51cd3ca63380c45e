// The library is given to IPluginRegistry::loadLibrary, which is what trtexec does with --dynamicPlugins.
#include "../common/scaleV3.h"

namespace broken {

class Scale final : public ScaleV3<Scale> {
public:
    using ScaleV3::ScaleV3;
};

using ScaleCreator = ScaleV3Creator<Scale>;

} // namespace broken

extern "C" void setLoggerFinder(nvinfer1::ILoggerFinder*) {}

extern "C" nvinfer1::IPluginCreatorInterface* const* getCreators(int32_t& nbCreators) {
    static broken::ScaleCreator scale;
    static nvinfer1::IPluginCreatorInterface* const creators[] = {&scale};
    nbCreators = 1;
    return creators;
}
