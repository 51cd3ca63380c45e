#include "pluginField.h"

#include <cstring>

using namespace nvinfer1;

namespace workbook {

std::string fieldTypeName(PluginFieldType type) {
    static char const* const names[] = {"kFLOAT16", "kFLOAT32", "kFLOAT64", "kINT8",    "kINT16",
                                        "kINT32",   "kCHAR",    "kDIMS",    "kUNKNOWN", "kBF16",
                                        "kINT64",   "kFP8",     "kINT4",    "kFP4"};
    auto const index = static_cast<int32_t>(type);
    if (index < 0 || index >= static_cast<int32_t>(sizeof names / sizeof names[0])) {
        return "type " + std::to_string(index);
    }
    return names[index];
}

// ANCHOR: find-field
PluginField const* findField(PluginFieldCollection const* fields, char const* name) noexcept {
    for (int32_t i = 0; fields != nullptr && fields->fields != nullptr && i < fields->nbFields; ++i) {
        PluginField const& field = fields->fields[i];
        if (field.name != nullptr && std::strcmp(field.name, name) == 0) {
            return &field;
        }
    }
    return nullptr;
}
// ANCHOR_END: find-field

// ANCHOR: field-matches
bool fieldMatches(PluginField const& field, PluginFieldType type, int32_t length, std::string& why) {
    auto const label = [](PluginFieldType t, int32_t n) {
        return fieldTypeName(t) + " x " + std::to_string(n);
    };
    std::string const name = "field \"" + std::string(field.name == nullptr ? "" : field.name) + "\" ";
    if (field.type != type || field.length != length) {
        why = name + "is " + label(field.type, field.length) + ", must be " + label(type, length);
        return false;
    }
    if (field.data == nullptr) {
        why = name + "has no data, must be " + label(type, length);
        return false;
    }
    return true;
}
// ANCHOR_END: field-matches

} // namespace workbook
