#include <NvInfer.h>

#include "levels.h"

using namespace nvinfer1;

//! What goes into the engine file. TensorRT copies it after this method has returned, as many bytes as each
//! label says, and gives it to LevelsCreator::createPlugin() when the engine is loaded.
//! \return A list of this object's members: "scale", "limit", "offsets" and "absolute".
PluginFieldCollection const* LevelsPlugin::getFieldsToSerialize() noexcept {
    // SOLUTION
    int32_t count = 0;
    mFieldsToSerialize[count++] = PluginField("scale", &mScale, PluginFieldType::kFLOAT32, 1);
    mFieldsToSerialize[count++] = PluginField("limit", &mLimit, PluginFieldType::kINT32, 1);
    if (!mOffsets.empty()) { // an empty list has no address, and a field has to have one
        mFieldsToSerialize[count++] = PluginField("offsets", mOffsets.data(), PluginFieldType::kFLOAT32,
                                                  static_cast<int32_t>(mOffsets.size()));
    }
    // A bool has one byte, and so has kINT8.
    mFieldsToSerialize[count++] = PluginField("absolute", &mAbsolute, PluginFieldType::kINT8, 1);
    mFieldCollection.nbFields = count;
    mFieldCollection.fields = mFieldsToSerialize;
    return &mFieldCollection;
    // STUB
    // // Yours: fill mFieldsToSerialize, one entry a member that the run needs and cannot find out again.
    // mFieldCollection.nbFields = 0;
    // mFieldCollection.fields = mFieldsToSerialize;
    // return &mFieldCollection;
    // END
}
