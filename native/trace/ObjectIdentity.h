#pragma once

#include "Export.h"

#include <cstdint>
#include <string>
#include <vector>

namespace workbook::trace {

//! How a traced object is called in the trace.
class WORKBOOK_EXPORT ObjectIdentity {
public:
    //! \param id `plugin#3`, `creator#1`
    //! \param className `Name@version`
    //! \param parent Id of the object whose method made it, "" for none.
    ObjectIdentity(std::string id, std::string className, std::string parent);

    std::string const& id() const { return mId; }
    std::string const& className() const { return mClassName; }

    //! object, class|nil, parent|nil as three MessagePack values.
    std::vector<uint8_t> const& encoded() const { return mEncoded; }

private:
    std::string mId;
    std::string mClassName;
    std::vector<uint8_t> mEncoded;
};

} // namespace workbook::trace
