#pragma once

#include "Export.h"
#include "NvInferRuntime.h"

#include <string>

namespace workbook::registry {

//! What identifies a creator. The strings are copies: a creator's own may go.
struct CreatorKey {
    std::string name;
    std::string version;
    std::string nameSpace;

    bool operator==(CreatorKey const& other) const {
        return name == other.name && version == other.version && nameSpace == other.nameSpace;
    }
};

enum class CreatorKind {
    kV1,     //!< IPluginCreator, makes IPluginV2
    kV3ONE,  //!< IPluginCreatorV3One, makes IPluginV3
    kUNKNOWN //!< an interface of a newer TensorRT
};

//! Which interface a creator has, by getInterfaceInfo().kind ("PLUGIN CREATOR_V1", "PLUGIN CREATOR_V3ONE";
//! NvInferRuntime.h 10.16).
WORKBOOK_EXPORT CreatorKind kindOf(nvinfer1::IPluginCreatorInterface const& creator) noexcept;

//! Asks the creator for name, version and namespace.
//! \throws std::invalid_argument where it returns a null string or its kind is unknown.
CreatorKey ownKey(nvinfer1::IPluginCreatorInterface const& creator);

} // namespace workbook::registry
