// x is [-1, 4]: its first extent is known at run time only.
#include "../common/scaleV2.h"

namespace broken {

class Scale final : public ScaleV2<Scale> {
public:
    using ScaleV2::ScaleV2;
};

using ScaleCreator = ScaleV2Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
