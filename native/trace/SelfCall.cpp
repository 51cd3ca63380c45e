#include "include/WorkbookTrace.h"

#include "CallRecord.h"
#include "Export.h"

#include <memory>

namespace {

using workbook::trace::CallRecord;

//! A call that a plugin makes on itself inside the traced call `outer`.
struct SelfCall {
    SelfCall(CallRecord& outerCall, char const* method)
        : outer(outerCall), record(outerCall.object(), method) {}

    CallRecord& outer;
    CallRecord record;
};

} // namespace

extern "C" {

WORKBOOK_EXPORT void* workbookTraceSelfCallBegin(char const* method) {
    CallRecord* const outer = CallRecord::current();
    return outer != nullptr && method != nullptr ? new SelfCall(*outer, method) : nullptr;
}

WORKBOOK_EXPORT void workbookTraceSelfCallEnd(void* call, void const* createdObject) {
    std::unique_ptr<SelfCall> const selfCall(static_cast<SelfCall*>(call));
    if (selfCall == nullptr || createdObject == nullptr) {
        return;
    }
    CallRecord& record = selfCall->record;
    auto const identity = record.identify(createdObject, record.object().className());
    record.result([&](workbook::trace::MessagePackWriter& writer) { writer.string(identity->id()); });
    selfCall->outer.remember(createdObject, identity);
}
}
