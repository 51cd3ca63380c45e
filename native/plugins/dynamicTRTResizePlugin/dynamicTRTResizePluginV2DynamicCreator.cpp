#include "../common/pluginFailure.h"
#include "dynamicTRTResize.h"
#include "dynamicTRTResizePluginV2Dynamic.h"

#include <cstring>

using namespace nvinfer1;

namespace workbook {

DynamicTRTResizePluginV2DynamicCreator::DynamicTRTResizePluginV2DynamicCreator()
    : mFieldNames{PluginField("align_corners", nullptr, PluginFieldType::kINT32, 1)} {
    mFieldCollection.nbFields = 1;
    mFieldCollection.fields = mFieldNames.data();
}

char const* DynamicTRTResizePluginV2DynamicCreator::getPluginName() const noexcept {
    return kDYNAMIC_TRT_RESIZE_NAME;
}
char const* DynamicTRTResizePluginV2DynamicCreator::getPluginVersion() const noexcept { return "1"; }
PluginFieldCollection const* DynamicTRTResizePluginV2DynamicCreator::getFieldNames() noexcept {
    return &mFieldCollection;
}

IPluginV2* DynamicTRTResizePluginV2DynamicCreator::make(int32_t alignCorners) const noexcept {
    return guarded<IPluginV2*>("create DynamicTRTResize", nullptr, [&] {
        auto* const plugin = new DynamicTRTResizePluginV2Dynamic(alignCorners);
        plugin->setPluginNamespace(mNamespace.c_str());
        return plugin;
    });
}

IPluginV2*
DynamicTRTResizePluginV2DynamicCreator::createPlugin(char const*,
                                                     PluginFieldCollection const* fields) noexcept {
    int32_t alignCorners = 0;
    return readAlignCorners(fields, alignCorners) ? make(alignCorners) : nullptr;
}

IPluginV2* DynamicTRTResizePluginV2DynamicCreator::deserializePlugin(char const*, void const* data,
                                                                     size_t length) noexcept {
    int32_t alignCorners = 0;
    if (data == nullptr || length != sizeof alignCorners) {
        pluginFailed("Cannot deserialize DynamicTRTResize: ", length, " bytes, must be 4");
        return nullptr;
    }
    std::memcpy(&alignCorners, data, sizeof alignCorners);
    if (alignCorners != 0 && alignCorners != 1) {
        pluginFailed("Cannot deserialize DynamicTRTResize: align_corners is ", alignCorners,
                     ", must be 0 or 1");
        return nullptr;
    }
    return make(alignCorners);
}

void DynamicTRTResizePluginV2DynamicCreator::setPluginNamespace(char const* pluginNamespace) noexcept {
    guarded("set the namespace of DynamicTRTResize", false, [&] {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
        return true;
    });
}
char const* DynamicTRTResizePluginV2DynamicCreator::getPluginNamespace() const noexcept {
    return mNamespace.c_str();
}

} // namespace workbook
