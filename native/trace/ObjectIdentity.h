#pragma once

#include "Export.h"
#include "MessagePackWriter.h"

#include <string>

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

    //! Writes the beginning of a call: object, class|nil, parent|nil, method.
    void encodeCall(MessagePackWriter& writer, char const* method) const;

private:
    std::string mId;
    std::string mClassName;
    MessagePackWriter mEncoded; //!< object, class|nil, parent|nil
};

} // namespace workbook::trace
