#include <NvInfer.h>

#include "palette.h"

#include <memory>

using namespace nvinfer1;

//! The copy that the registry keeps and everybody shares: the one with the table on the device.
//! \return A new object, or null where there is no memory for the table.
IPluginResource* TableResource::clone() noexcept {
    auto copy = std::unique_ptr<TableResource>(new (std::nothrow) TableResource(mTable));
    if (copy == nullptr) {
        return nullptr;
    }
    copy->mDeviceTable = uploadTable(mTable);
    return copy->mDeviceTable == nullptr ? nullptr : copy.release();
}

//! Called by the registry on that copy, when its last user has gone.
//! \return 0, or another number where the memory could not be freed.
int32_t TableResource::release() noexcept {
    int32_t const status = freeTable(mDeviceTable);
    mDeviceTable = nullptr;
    return status;
}

//! \return The copy that will compute in this context, with a table on the device; null where it cannot have
//! one.
IPluginV3* PalettePlugin::attachToContext(IPluginResourceContext*) noexcept {
    auto attached = std::unique_ptr<PalettePlugin>(new (std::nothrow) PalettePlugin(mTable));
    if (attached == nullptr) {
        return nullptr;
    }
    std::string const key = tableKey(mTable);
    TableResource description(mTable); // may end with this method: the registry keeps a clone
    IPluginResource* const shared = getPluginRegistry()->acquirePluginResource(key.c_str(), &description);
    if (shared == nullptr) {
        return nullptr; // and the half-made copy ends here
    }
    attached->mKey = key; // from here on its destructor gives the reference back
    attached->mDeviceTable = static_cast<TableResource const*>(shared)->deviceTable();
    return attached.release();
}

PalettePlugin::~PalettePlugin() {
    if (!mKey.empty()) {
        getPluginRegistry()->releasePluginResource(mKey.c_str());
    }
}
