#include "DeviceAddress.h"

namespace workbook::binding {

DeviceAddress toDeviceAddress(Napi::Value buffer, Napi::Value offset, char const* method) {
    Where const where(method);
    if (buffer.IsNull()) {
        return {};
    }
    auto* const device = unwrapIf<DeviceBuffer>(buffer);
    if (device == nullptr) {
        throwArgument(Where(where, "buffer"), "a DeviceBuffer or null", buffer);
    }
    DeviceRange const range = device->live(buffer.Env(), method);
    int64_t const bytes =
        offset.IsUndefined() ? 0
                             : toInteger(offset, Where(where, "offset"), 0, static_cast<int64_t>(range.size));
    auto const skipped = static_cast<size_t>(bytes);
    return {device->allocation(), range.pointer + skipped, range.size - skipped};
}

} // namespace workbook::binding
