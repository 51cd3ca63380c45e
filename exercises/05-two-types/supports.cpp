#include <NvInfer.h>

#include "largerPlugin.h"

using namespace nvinfer1;

//! Whether the kernels can work with the tensor at `pos`, given those before it.
//!
//! \param pos 0: x, 1: z, 2: y.
//! \param inOut x, z, y. Only inOut[0] to inOut[pos] are valid; what is behind has no meaning yet.
//! \return true for kFLOAT or kHALF, the same for all three, each of them kLINEAR.
bool LargerPlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                             int32_t) noexcept {
    // Yours: which types and formats may stand at `pos`?
    (void)pos;
    (void)inOut;
    return false;
}
