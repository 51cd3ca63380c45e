#include <NvInfer.h>

#include "bestOfPlugin.h"

using namespace nvinfer1;

//! \param outputTypes [0] of the largest elements: that of x. [1] of their places: kINT32, whatever x is.
int32_t BestOfPlugin::getOutputDataTypes(DataType* outputTypes, int32_t, DataType const* inputTypes,
                                         int32_t) const noexcept {
    outputTypes[0] = inputTypes[0];
    outputTypes[1] = DataType::kINT32;
    return 0;
}

//! \param pos 0: x, 1: the largest elements, 2: their places. \param inOut In this order, valid up to `pos`.
//! \return Whether there is a kernel for the tensor at `pos`, given those before it.
bool BestOfPlugin::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                             int32_t) noexcept {
    PluginTensorDesc const& asked = inOut[pos].desc;
    if (asked.format != TensorFormat::kLINEAR) {
        return false;
    }
    switch (pos) {
    case 0:
        return asked.type == DataType::kFLOAT || asked.type == DataType::kHALF;
    case 1:
        return asked.type == inOut[0].desc.type;
    default:
        return asked.type == DataType::kINT32; // as getOutputDataTypes says
    }
}
