#include "TracedCapabilities.h"

#include "CallRecord.h"

namespace workbook::trace {

char const* TracedCore::getPluginName() const noexcept {
    CallRecord call(*mState.identity, "getPluginName");
    return call.text(mReal.getPluginName());
}

char const* TracedCore::getPluginVersion() const noexcept {
    CallRecord call(*mState.identity, "getPluginVersion");
    return call.text(mReal.getPluginVersion());
}

char const* TracedCore::getPluginNamespace() const noexcept {
    CallRecord call(*mState.identity, "getPluginNamespace");
    return call.text(mReal.getPluginNamespace());
}

} // namespace workbook::trace
