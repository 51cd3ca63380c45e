#pragma once

#include "EventLog.h"
#include "MessagePackWriter.h"
#include "ObjectIdentity.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>

namespace workbook::trace {

//! One recorded call: the begin event is written by the constructor, the end event by the destructor.
//!
//! Records nest: the one made last on a thread is `current()`. The forwarded call goes between construction
//! and result().
class CallRecord {
public:
    //! \param encodeArgs Called with a MessagePackWriter, to write one map; not called while the log is
    //! disabled.
    template <class EncodeArgs>
    CallRecord(ObjectIdentity const& object, char const* method, EncodeArgs&& encodeArgs)
        : mObject(object), mOuter(sCurrent), mRecorded(EventLog::instance().enabled()) {
        sCurrent = this;
        if (mRecorded) {
            object.encodeCall(mWriter, method);
            encodeArgs(mWriter);
            mSequence = EventLog::instance().begin(mWriter, mStartUs);
            mWriter.clear();
        }
    }

    //! A call that is kept encoded: `encoded()` returns a MessagePackWriter that holds the object's identity,
    //! the method and the arguments. Nothing is allocated.
    template <class Encoded> struct Prepared {
        Encoded encoded;
    };
    template <class Encoded> Prepared(Encoded) -> Prepared<Encoded>;

    template <class Encoded>
    CallRecord(ObjectIdentity const& object, Prepared<Encoded> call)
        : mObject(object), mOuter(sCurrent), mRecorded(EventLog::instance().enabled()) {
        sCurrent = this;
        if (mRecorded) {
            mSequence = EventLog::instance().begin(call.encoded(), mStartUs);
        }
    }

    //! A call without arguments.
    CallRecord(ObjectIdentity const& object, char const* method)
        : CallRecord(object, method, [](MessagePackWriter& args) { args.map(0); }) {}

    ~CallRecord();
    CallRecord(CallRecord const&) = delete;
    CallRecord& operator=(CallRecord const&) = delete;

    //! Stops the clock and calls `encodeResult` with a MessagePackWriter, to write one value. Without it the
    //! result is nil.
    template <class EncodeResult> void result(EncodeResult&& encodeResult) {
        if (mRecorded) {
            stop();
            encodeResult(mWriter);
        }
    }

    //! \return `value`, recorded as a number.
    template <class Integer> Integer number(Integer value) {
        if (mRecorded) {
            stop();
            uint8_t* const to = mScalar.data();
            mScalarSize = static_cast<size_t>(writeInteger(to, static_cast<int64_t>(value)) - to);
        }
        return value;
    }
    //! \return `value`, recorded as true or false.
    bool boolean(bool value) {
        if (mRecorded) {
            stop();
            uint8_t* const to = mScalar.data();
            mScalarSize = static_cast<size_t>(writeBoolean(to, value) - to);
        }
        return value;
    }
    //! \return `text`, recorded as a string, or null for a null pointer.
    char const* text(char const* text) {
        result([&](MessagePackWriter& writer) { writer.stringOrNil(text); });
        return text;
    }

    //! The identity of an object that this call made: the one it got in a self call within this call, or a
    //! new one with its construct record.
    std::shared_ptr<ObjectIdentity const> identify(void const* created, std::string const& className);

    ObjectIdentity const& object() const { return mObject; }

    //! The innermost call that runs on this thread, or nullptr.
    static CallRecord* current() noexcept { return sCurrent; }

    //! Keeps the identity of an object made by a call inside this one.
    void remember(void const* created, std::shared_ptr<ObjectIdentity const> identity);

private:
    void stop();

    static thread_local CallRecord* sCurrent;

    ObjectIdentity const& mObject;
    CallRecord* mOuter;
    bool mRecorded;
    bool mStopped{false};
    uint64_t mSequence{0};
    double mStartUs{0};
    double mDurationUs{0};
    std::array<uint8_t, kMOST_NUMBER_BYTES> mScalar; //!< the result, where it needs no memory
    size_t mScalarSize{0};
    MessagePackWriter mWriter;
    std::unique_ptr<std::map<void const*, std::shared_ptr<ObjectIdentity const>>> mMade;
};

} // namespace workbook::trace
