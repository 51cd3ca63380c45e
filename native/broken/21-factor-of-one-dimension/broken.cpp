// DynamicTRTResize: `factor` gives the size by its shape, [1, 1, OH, OW].
#include "../common/resizeV2.h"

namespace broken {

using namespace nvinfer1;

class DynamicTRTResize final : public ResizeV2<DynamicTRTResize> {
public:
    // ANCHOR: output-dimensions
    DimsExprs getOutputDimensions(int32_t, DimsExprs const* inputs, int32_t,
                                  IExprBuilder&) noexcept override {
        DimsExprs output = inputs[0];
        for (int32_t axis = 2; axis < 4; ++axis) {
            IDimensionExpr const* const extent = inputs[1].d[axis];
            mFixed = mFixed && extent->isConstant();
            output.d[axis] = extent;
        }
        return output;
    }
    // ANCHOR_END: output-dimensions

private:
    bool mFixed{true}; // a size known now needs no profile
};

using ResizeCreator = ResizeV2Creator<DynamicTRTResize>;
REGISTER_TENSORRT_PLUGIN(ResizeCreator);

} // namespace broken
