#include "../common/pluginFailure.h"
#include "../common/pluginField.h"
#include "lookupTablePlugin.h"

using namespace nvinfer1;

namespace workbook {

// The length here is what a field of this name usually has; a table may have any number of entries.
LookupTablePluginCreator::LookupTablePluginCreator()
    : mFieldNames{PluginField("table", nullptr, PluginFieldType::kFLOAT32, 1)} {
    mFieldCollection.nbFields = static_cast<int32_t>(mFieldNames.size());
    mFieldCollection.fields = mFieldNames.data();
}

char const* LookupTablePluginCreator::getPluginName() const noexcept { return kLOOKUP_TABLE_NAME; }
char const* LookupTablePluginCreator::getPluginVersion() const noexcept { return "2"; }
char const* LookupTablePluginCreator::getPluginNamespace() const noexcept { return ""; }
PluginFieldCollection const* LookupTablePluginCreator::getFieldNames() noexcept { return &mFieldCollection; }

IPluginV3* LookupTablePluginCreator::createPlugin(char const*, PluginFieldCollection const* fields,
                                                  TensorRTPhase) noexcept {
    return guarded("create LookupTable", static_cast<IPluginV3*>(nullptr), [&]() -> IPluginV3* {
        PluginField const* const field = findField(fields, "table");
        if (field == nullptr) {
            pluginFailed(
                "Cannot create LookupTable: field \"table\" is missing, must be kFLOAT32 x 1 or more");
            return nullptr;
        }
        std::string why;
        int32_t const length = field->length < 1 ? 1 : field->length;
        if (!fieldMatches(*field, PluginFieldType::kFLOAT32, length, why)) {
            pluginFailed("Cannot create LookupTable: ", why, " or more");
            return nullptr;
        }
        auto const* const values = static_cast<float const*>(field->data);
        return new LookupTablePlugin(std::vector<float>(values, values + length));
    });
}

} // namespace workbook
