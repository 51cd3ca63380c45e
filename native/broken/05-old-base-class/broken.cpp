// x is [-1, 4]: its first extent is known at run time only.
#include "../common/scaleIOExt.h"

namespace broken {

class Scale final : public ScaleIOExt<Scale> {
public:
    using ScaleIOExt::ScaleIOExt;
};

using ScaleCreator = ScaleV2Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
