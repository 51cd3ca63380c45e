#include <NvInfer.h>

#include "levels.h"

using namespace nvinfer1;

//! What goes into the engine file. TensorRT copies it after this method has returned, as many bytes as each
//! label says, and gives it to LevelsCreator::createPlugin() when the engine is loaded.
//! \return A list of this object's members: "scale", "limit", "offsets" and "absolute".
PluginFieldCollection const* LevelsPlugin::getFieldsToSerialize() noexcept {
    // Yours: fill mFieldsToSerialize, one entry a member that the run needs and cannot find out again.
    mFieldCollection.nbFields = 0;
    mFieldCollection.fields = mFieldsToSerialize;
    return &mFieldCollection;
}
