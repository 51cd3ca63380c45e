#pragma once

#include "Export.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace workbook::trace {

//! Bytes that writeInteger() and writeReal() take at most.
inline constexpr size_t kMOST_NUMBER_BYTES = 9;

//! Writes one value at `to`. \return behind it
WORKBOOK_EXPORT uint8_t* writeInteger(uint8_t* to, int64_t value) noexcept;
WORKBOOK_EXPORT uint8_t* writeBoolean(uint8_t* to, bool value) noexcept;
WORKBOOK_EXPORT uint8_t* writeReal(uint8_t* to, double value) noexcept;

//! Writes MessagePack values one after another into a growing buffer.
//!
//! Containers are opened by their count and filled by the calls that follow: `array(2); integer(1); nil();`.
class WORKBOOK_EXPORT MessagePackWriter {
public:
    void nil() { put(0xc0); }
    void boolean(bool value);
    void integer(int64_t value);
    void real(double value);
    //! Text. Bytes that are not UTF-8 are taken as Latin-1, so that nothing is lost and every decoder accepts
    //! it.
    void string(std::string_view text);
    //! A C string, or nil for a null pointer.
    void stringOrNil(char const* text);
    void array(size_t count);
    void map(size_t count);
    //! Bytes already encoded.
    void raw(void const* bytes, size_t size);

    void clear() { mBytes.clear(); }
    uint8_t const* data() const { return mBytes.data(); }
    size_t size() const { return mBytes.size(); }

private:
    void put(uint8_t byte);
    void bigEndian(uint64_t value, size_t bytes);
    void stringHeader(size_t size);

    std::vector<uint8_t> mBytes;
};

} // namespace workbook::trace
