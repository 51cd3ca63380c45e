// Version 1 of the library: it wrote `scale`, four bytes.
#include "../common/scaleV2.h"

namespace broken {

class Scale final : public ScaleV2<Scale> {
public:
    using ScaleV2::ScaleV2;
};

using ScaleCreator = ScaleV2Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
