#include "CreatorKey.h"

#include <cstring>
#include <stdexcept>

namespace workbook::registry {
namespace {

std::string checked(char const* text, char const* method) {
    if (text == nullptr) {
        throw std::invalid_argument(std::string("the creator's ") + method + "() returned null");
    }
    return text;
}

template <class Creator> CreatorKey keyOf(Creator const& creator) {
    return {checked(creator.getPluginName(), "getPluginName"),
            checked(creator.getPluginVersion(), "getPluginVersion"),
            checked(creator.getPluginNamespace(), "getPluginNamespace")};
}

} // namespace

CreatorKind kindOf(nvinfer1::IPluginCreatorInterface const& creator) noexcept {
    char const* const kind = creator.getInterfaceInfo().kind;
    if (kind == nullptr) {
        return CreatorKind::kUNKNOWN;
    }
    if (std::strcmp(kind, "PLUGIN CREATOR_V1") == 0) {
        return CreatorKind::kV1;
    }
    return std::strcmp(kind, "PLUGIN CREATOR_V3ONE") == 0 ? CreatorKind::kV3ONE : CreatorKind::kUNKNOWN;
}

CreatorKey ownKey(nvinfer1::IPluginCreatorInterface const& creator) {
    switch (kindOf(creator)) {
    case CreatorKind::kV1:
        return keyOf(static_cast<nvinfer1::IPluginCreator const&>(creator));
    case CreatorKind::kV3ONE:
        return keyOf(static_cast<nvinfer1::IPluginCreatorV3One const&>(creator));
    case CreatorKind::kUNKNOWN:
        break;
    }
    char const* const kind = creator.getInterfaceInfo().kind;
    throw std::invalid_argument(std::string("the creator's interface ") +
                                (kind != nullptr ? kind : "(null)") + " is not known");
}

} // namespace workbook::registry
