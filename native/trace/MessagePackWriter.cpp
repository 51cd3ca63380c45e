#include "MessagePackWriter.h"

#include <cstring>

namespace workbook::trace {
namespace {

constexpr size_t kFIRST_CAPACITY = 256; // most calls fit

//! The lowest `bytes` bytes of `value`. \return behind them
uint8_t* writeBigEndian(uint8_t* to, uint64_t value, size_t bytes) {
    uint64_t const reversed = __builtin_bswap64(value << (64 - 8 * bytes));
    std::memcpy(to, &reversed, bytes);
    return to + bytes;
}

//! Length of the UTF-8 sequence at `text`, 0 where there is none.
size_t sequenceLength(unsigned char const* text, size_t left) {
    unsigned char const lead = text[0];
    size_t const length = lead < 0x80           ? 1
                          : (lead >> 5) == 0x06 ? 2
                          : (lead >> 4) == 0x0e ? 3
                          : (lead >> 3) == 0x1e ? 4
                                                : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    uint32_t code = length == 1 ? lead : lead & (0xffU >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
        if ((text[i] >> 6) != 0x02) {
            return 0;
        }
        code = (code << 6) | (text[i] & 0x3fU);
    }
    uint32_t const smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    bool const surrogate = code >= 0xd800 && code <= 0xdfff;
    return code < smallest[length] || code > 0x10ffff || surrogate ? 0 : length;
}

bool isUtf8(std::string_view text) {
    auto const* bytes = reinterpret_cast<unsigned char const*>(text.data());
    size_t at = 0;
    while (at < text.size() && bytes[at] < 0x80) {
        ++at; // nearly all text is ASCII
    }
    while (at < text.size()) {
        size_t const length = sequenceLength(bytes + at, text.size() - at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

std::string latin1ToUtf8(std::string_view text) {
    std::string utf8;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            utf8 += c;
        } else {
            utf8 += static_cast<char>(0xc0 | (byte >> 6));
            utf8 += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return utf8;
}

} // namespace

void MessagePackWriter::bigEndian(uint64_t value, size_t bytes) {
    uint8_t all[sizeof(value)];
    raw(all, static_cast<size_t>(writeBigEndian(all, value, bytes) - all));
}

void MessagePackWriter::put(uint8_t byte) {
    if (mBytes.capacity() == 0) {
        mBytes.reserve(kFIRST_CAPACITY);
    }
    mBytes.push_back(byte);
}

uint8_t* writeInteger(uint8_t* to, int64_t value) noexcept {
    auto const bits = static_cast<uint64_t>(value);
    if (value >= -32 && value < 128) {
        *to = static_cast<uint8_t>(value);
        return to + 1;
    }
    if (value >= INT8_MIN && value <= INT8_MAX) {
        *to = 0xd0;
        return writeBigEndian(to + 1, bits, 1);
    }
    if (value >= INT16_MIN && value <= INT16_MAX) {
        *to = 0xd1;
        return writeBigEndian(to + 1, bits, 2);
    }
    if (value >= INT32_MIN && value <= INT32_MAX) {
        *to = 0xd2;
        return writeBigEndian(to + 1, bits, 4);
    }
    *to = 0xd3;
    return writeBigEndian(to + 1, bits, 8);
}

uint8_t* writeBoolean(uint8_t* to, bool value) noexcept {
    *to = value ? 0xc3 : 0xc2;
    return to + 1;
}

uint8_t* writeReal(uint8_t* to, double value) noexcept {
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    *to = 0xcb;
    return writeBigEndian(to + 1, bits, 8);
}

void MessagePackWriter::boolean(bool value) {
    uint8_t byte = 0;
    writeBoolean(&byte, value);
    put(byte);
}

void MessagePackWriter::integer(int64_t value) {
    uint8_t bytes[kMOST_NUMBER_BYTES];
    raw(bytes, static_cast<size_t>(writeInteger(bytes, value) - bytes));
}

void MessagePackWriter::real(double value) {
    uint8_t bytes[kMOST_NUMBER_BYTES];
    raw(bytes, static_cast<size_t>(writeReal(bytes, value) - bytes));
}

void MessagePackWriter::stringHeader(size_t size) {
    if (size < 32) {
        put(static_cast<uint8_t>(0xa0 | size));
    } else if (size <= UINT8_MAX) {
        put(0xd9);
        bigEndian(size, 1);
    } else if (size <= UINT16_MAX) {
        put(0xda);
        bigEndian(size, 2);
    } else {
        put(0xdb);
        bigEndian(size, 4);
    }
}

void MessagePackWriter::string(std::string_view text) {
    if (!isUtf8(text)) {
        string(latin1ToUtf8(text));
        return;
    }
    stringHeader(text.size());
    raw(text.data(), text.size());
}

void MessagePackWriter::stringOrNil(char const* text) {
    if (text == nullptr) {
        nil();
    } else {
        string(text);
    }
}

void MessagePackWriter::array(size_t count) {
    if (count < 16) {
        put(static_cast<uint8_t>(0x90 | count));
    } else if (count <= UINT16_MAX) {
        put(0xdc);
        bigEndian(count, 2);
    } else {
        put(0xdd);
        bigEndian(count, 4);
    }
}

void MessagePackWriter::map(size_t count) {
    if (count < 16) {
        put(static_cast<uint8_t>(0x80 | count));
    } else {
        put(0xde);
        bigEndian(count, 2);
    }
}

void MessagePackWriter::raw(void const* bytes, size_t size) {
    if (mBytes.capacity() == 0) {
        mBytes.reserve(kFIRST_CAPACITY);
    }
    auto const* const begin = static_cast<uint8_t const*>(bytes);
    mBytes.insert(mBytes.end(), begin, begin + size);
}

} // namespace workbook::trace
