#pragma once

#include "DeviceBuffer.h"

#include <memory>

namespace workbook::binding {

//! An address in device memory as an invocation or a reformat holds it: it keeps the memory from being
//! collected, not from being freed.
struct DeviceAddress {
    std::shared_ptr<DeviceAllocation> allocation; //!< null for a null pointer
    void* pointer{nullptr};
    size_t available{0}; //!< bytes from here to the end of the buffer that was given

    bool live() const { return allocation == nullptr || !allocation->freed(); }
};

//! \param buffer A DeviceBuffer, or null, which is a null pointer. \param offset Bytes; undefined is 0.
//! \param method What JavaScript called, for the messages. \throws Napi::Error `OBJECT_DESTROYED`
DeviceAddress toDeviceAddress(Napi::Value buffer, Napi::Value offset, char const* method);

} // namespace workbook::binding
