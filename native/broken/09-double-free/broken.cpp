// The plugin keeps a table of its own. TensorRT clones it again and again and deletes every clone.
#include "../common/scaleV3.h"

#include <vector>

namespace broken {

class Scale final : public ScaleV3<Scale> {
public:
    // ANCHOR: two-owners
    explicit Scale(float scale) : ScaleV3(scale), mTable(new float[256]) { mTable[0] = scale; }
    ~Scale() override { delete[] mTable; }
    // ANCHOR_END: two-owners

private:
    float* mTable;
};

using ScaleCreator = ScaleV3Creator<Scale>;
REGISTER_TENSORRT_PLUGIN(ScaleCreator);

} // namespace broken
