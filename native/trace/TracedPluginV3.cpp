#include "TracedPluginV3.h"

#include "CallRecord.h"
#include "Encode.h"

namespace workbook::trace {

using namespace nvinfer1;

namespace {

//! The wrapper of a capability, made at its first use.
template <class Traced, class Real>
IPluginCapability* wrapCapability(std::unique_ptr<Traced>& slot, TracedState& state,
                                  IPluginCapability* real) {
    if (slot == nullptr) {
        slot = std::make_unique<Traced>(state, static_cast<Real&>(*real));
    }
    return slot.get();
}

} // namespace

IPluginV3* TracedPluginV3::wrap(IPluginV3* real, CallRecord& call, std::string const& className,
                                TracedState const* clonedFrom) {
    if (real == nullptr) {
        return nullptr;
    }
    auto identity = call.identify(real, className);
    call.result([&](MessagePackWriter& writer) { writer.string(identity->id()); });
    TensorCounts const counts = clonedFrom != nullptr ? clonedFrom->counts : TensorCounts{};
    return new TracedPluginV3(*real, TracedState{std::move(identity), counts});
}

TracedPluginV3::TracedPluginV3(IPluginV3& real, TracedState state) : mReal(&real), mState(std::move(state)) {}

TracedPluginV3::~TracedPluginV3() noexcept {
    CallRecord const destruct(*mState.identity, "destruct");
    mReal.reset();
}

MessagePackWriter const& TracedPluginV3::capabilityCall(PluginCapabilityType type) {
    auto const index = static_cast<size_t>(type);
    bool const known = index < mCapabilityCalls.size();
    MessagePackWriter& call = known ? mCapabilityCalls[index] : mUnknownCapabilityCall;
    if (!known) {
        call.clear();
    }
    if (call.size() == 0) {
        mState.identity->encodeCall(call, "getCapabilityInterface");
        call.map(1);
        call.string("type");
        encode(call, type);
    }
    return call;
}

IPluginCapability* TracedPluginV3::getCapabilityInterface(PluginCapabilityType type) noexcept {
    CallRecord call(*mState.identity,
                    CallRecord::Prepared{[&]() -> MessagePackWriter const& { return capabilityCall(type); }});
    IPluginCapability* const real = mReal->getCapabilityInterface(type);
    call.boolean(real != nullptr);
    if (real == nullptr) {
        return nullptr;
    }
    switch (type) {
    case PluginCapabilityType::kCORE:
        return wrapCapability<TracedCore, IPluginV3OneCore>(mCore, mState, real);
    case PluginCapabilityType::kBUILD:
        return wrapCapability<TracedBuild, IPluginV3OneBuild>(mBuild, mState, real);
    case PluginCapabilityType::kRUNTIME:
        return wrapCapability<TracedRuntime, IPluginV3OneRuntime>(mRuntime, mState, real);
    }
    return real;
}

IPluginV3* TracedPluginV3::clone() noexcept {
    CallRecord call(*mState.identity, "clone");
    return wrap(mReal->clone(), call, mState.identity->className(), &mState);
}

} // namespace workbook::trace
