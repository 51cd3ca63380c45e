#include "ObjectIdentity.h"

namespace workbook::trace {

ObjectIdentity::ObjectIdentity(std::string id, std::string className, std::string parent)
    : mId(std::move(id)), mClassName(std::move(className)) {
    mEncoded.string(mId);
    mEncoded.stringOrNil(mClassName.empty() ? nullptr : mClassName.c_str());
    mEncoded.stringOrNil(parent.empty() ? nullptr : parent.c_str());
}

void ObjectIdentity::encodeCall(MessagePackWriter& writer, char const* method) const {
    writer.raw(mEncoded.data(), mEncoded.size());
    writer.string(method);
}

} // namespace workbook::trace
