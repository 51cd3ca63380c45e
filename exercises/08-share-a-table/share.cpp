#include <NvInfer.h>

#include "palette.h"

#include <memory>

using namespace nvinfer1;

//! The copy that the registry keeps and everybody shares: the one with the table on the device.
//! \return A new object, or null where there is no memory for the table.
IPluginResource* TableResource::clone() noexcept {
    // 1. Yours: a copy of this description, with its table on the device.
    return nullptr;
}

//! Called by the registry on that copy, when its last user has gone.
//! \return 0, or another number where the memory could not be freed.
int32_t TableResource::release() noexcept {
    // 2. Yours: what clone() took is given back.
    return 0;
}

//! \return The copy that will compute in this context, with a table on the device; null where it cannot have
//! one.
IPluginV3* PalettePlugin::attachToContext(IPluginResourceContext*) noexcept {
    // 3. Yours: a copy that holds the resource of its table, and knows its key.
    return clone();
}

PalettePlugin::~PalettePlugin() {
    // 4. Yours: who holds a reference gives it back.
}
