#include "ObjectIdentity.h"

#include "MessagePackWriter.h"

namespace workbook::trace {

ObjectIdentity::ObjectIdentity(std::string id, std::string className, std::string parent)
    : mId(std::move(id)), mClassName(std::move(className)) {
    MessagePackWriter writer;
    writer.string(mId);
    writer.stringOrNil(mClassName.empty() ? nullptr : mClassName.c_str());
    writer.stringOrNil(parent.empty() ? nullptr : parent.c_str());
    mEncoded.assign(writer.data(), writer.data() + writer.size());
}

} // namespace workbook::trace
