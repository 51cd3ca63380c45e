#include "CallRecord.h"

namespace workbook::trace {

thread_local CallRecord* CallRecord::sCurrent = nullptr;

void CallRecord::stop() {
    if (!mStopped) {
        mDurationUs = EventLog::instance().nowUs() - mStartUs;
        mStopped = true;
    }
}

CallRecord::~CallRecord() {
    sCurrent = mOuter;
    if (mRecorded) {
        stop();
        bool const scalar = mScalarSize > 0;
        EventLog::instance().end(mSequence, scalar ? mScalar.data() : mWriter.data(),
                                 scalar ? mScalarSize : mWriter.size(), mDurationUs);
    }
}

std::shared_ptr<ObjectIdentity const> CallRecord::identify(void const* created,
                                                           std::string const& className) {
    stop(); // numbering is not part of the call
    if (mMade != nullptr) {
        auto const found = mMade->find(created);
        if (found != mMade->end()) {
            return found->second;
        }
    }
    auto identity =
        std::make_shared<ObjectIdentity const>(EventLog::instance().nextPluginId(), className, mObject.id());
    CallRecord const construct(*identity, "construct");
    return identity;
}

void CallRecord::remember(void const* created, std::shared_ptr<ObjectIdentity const> identity) {
    if (mMade == nullptr) {
        mMade = std::make_unique<std::map<void const*, std::shared_ptr<ObjectIdentity const>>>();
    }
    (*mMade)[created] = std::move(identity);
}

} // namespace workbook::trace
