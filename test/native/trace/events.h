#pragma once

//! Reads the event log as JSON text: what src/trace/decode.ts does, as small as a test needs it.

#include "EventLog.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace events {

//! Decodes one MessagePack value at `at` into JSON text and moves on.
inline std::string toJson(uint8_t const*& at) {
    auto const bigEndian = [&](int bytes) {
        uint64_t value = 0;
        for (int i = 0; i < bytes; ++i) {
            value = value << 8 | *at++;
        }
        return value;
    };
    auto const text = [&](size_t size) {
        std::string const result = "\"" + std::string(reinterpret_cast<char const*>(at), size) + "\"";
        at += size;
        return result;
    };
    auto const list = [&](size_t count, bool isMap) {
        std::string result = isMap ? "{" : "[";
        for (size_t i = 0; i < count; ++i) {
            result += i > 0 ? "," : "";
            result += toJson(at);
            if (isMap) {
                result += ":" + toJson(at);
            }
        }
        return result + (isMap ? "}" : "]");
    };
    uint8_t const byte = *at++;
    if (byte < 0x80) {
        return std::to_string(byte);
    }
    if (byte >= 0xe0) {
        return std::to_string(static_cast<int8_t>(byte));
    }
    if (byte < 0x90) {
        return list(byte & 0x0fU, true);
    }
    if (byte < 0xa0) {
        return list(byte & 0x0fU, false);
    }
    if (byte < 0xc0) {
        return text(byte & 0x1fU);
    }
    switch (byte) {
    case 0xc0:
        return "null";
    case 0xc2:
        return "false";
    case 0xc3:
        return "true";
    case 0xcb: {
        uint64_t const bits = bigEndian(8);
        double value = 0;
        std::memcpy(&value, &bits, sizeof(value));
        return std::to_string(value);
    }
    case 0xd0:
        return std::to_string(static_cast<int8_t>(bigEndian(1)));
    case 0xd1:
        return std::to_string(static_cast<int16_t>(bigEndian(2)));
    case 0xd2:
        return std::to_string(static_cast<int32_t>(bigEndian(4)));
    case 0xd3:
        return std::to_string(static_cast<int64_t>(bigEndian(8)));
    case 0xd9:
        return text(bigEndian(1));
    case 0xda:
        return text(bigEndian(2));
    case 0xdb:
        return text(bigEndian(4));
    case 0xdc:
        return list(bigEndian(2), false);
    case 0xdd:
        return list(bigEndian(4), false);
    default:
        return "(unknown byte " + std::to_string(byte) + ")";
    }
}

//! The fields of one event, each as JSON text.
using Event = std::vector<std::string>;

inline Event toEvent(uint8_t const* payload) {
    Event fields(*payload++ & 0x0fU);
    for (std::string& field : fields) {
        field = toJson(payload);
    }
    return fields;
}

//! Events from `bytes` on, to the first size of 0 or the end.
inline std::vector<Event> read(uint8_t const* bytes, size_t size) {
    std::vector<Event> list;
    for (size_t at = 0; at + sizeof(uint32_t) <= size;) {
        uint32_t payload = 0;
        std::memcpy(&payload, bytes + at, sizeof(payload));
        at += sizeof(payload);
        if (payload == 0 || at + payload > size) {
            break;
        }
        list.push_back(toEvent(bytes + at));
        at += payload;
    }
    return list;
}

//! The process's log, one line a call, in the order they start: `object method args -> result`. `...` is a
//! call that did not return.
inline std::vector<std::string> calls() {
    auto const& log = workbook::trace::EventLog::instance();
    std::vector<Event> const all = read(log.data(), log.size());
    std::vector<std::string> lines;
    for (Event const& begin : all) {
        if (begin[0] != "0") {
            continue;
        }
        std::string result = "...";
        for (Event const& end : all) {
            if (end[0] == "1" && end[1] == begin[1]) {
                result = end[2];
            }
        }
        lines.push_back(begin[3].substr(1, begin[3].size() - 2) + " " +
                        begin[6].substr(1, begin[6].size() - 2) + " " + begin[7] + " -> " + result);
    }
    return lines;
}

//! The lines joined by line breaks, for one comparison.
inline std::string text() {
    std::string result;
    for (std::string const& line : calls()) {
        result += line + "\n";
    }
    return result;
}

} // namespace events
