// Scale, and a look at what the libraries share.
#include "../common/scaleV3.h"
#include "state.h"

namespace broken {

class Scale final : public ScaleV3<Scale> {
public:
    explicit Scale(float scale) : ScaleV3(gState.empty() ? 1.0F : scale) {}
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
