#include "MessagePackWriter.h"

#include "check.h"

#include <cmath>
#include <cstdint>

using workbook::trace::MessagePackWriter;

namespace {

template <class Write> std::string hex(Write&& write) {
    MessagePackWriter writer;
    write(writer);
    std::string text;
    for (size_t i = 0; i < writer.size(); ++i) {
        char byte[3];
        std::snprintf(byte, sizeof(byte), "%02x", writer.data()[i]);
        text += byte;
    }
    return text;
}

std::string integer(int64_t value) {
    return hex([&](MessagePackWriter& w) { w.integer(value); });
}

std::string string(std::string const& value) {
    return hex([&](MessagePackWriter& w) { w.string(value); });
}

} // namespace

TEST("integers take the shortest signed form") {
    CHECK_EQUAL(integer(0), "00");
    CHECK_EQUAL(integer(127), "7f");
    CHECK_EQUAL(integer(-1), "ff");
    CHECK_EQUAL(integer(-32), "e0");
    CHECK_EQUAL(integer(-33), "d0df");
    CHECK_EQUAL(integer(128), "d10080");
    CHECK_EQUAL(integer(-129), "d1ff7f");
    CHECK_EQUAL(integer(32768), "d200008000");
    CHECK_EQUAL(integer(INT64_MIN), "d38000000000000000");
    CHECK_EQUAL(integer(INT64_MAX), "d37fffffffffffffff");
}

TEST("nil, booleans, reals") {
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.nil(); }), "c0");
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.boolean(true), w.boolean(false); }), "c3c2");
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.real(1.5); }), "cb3ff8000000000000");
}

TEST("strings: lengths and null") {
    CHECK_EQUAL(string(""), "a0");
    CHECK_EQUAL(string("ab"), "a26162");
    CHECK_EQUAL(string(std::string(32, 'a')).substr(0, 4), "d920");
    CHECK_EQUAL(string(std::string(256, 'a')).substr(0, 6), "da0100");
    CHECK_EQUAL(string(std::string(65536, 'a')).substr(0, 10), "db00010000");
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.stringOrNil(nullptr); }), "c0");
}

TEST("UTF-8 stays, other bytes become Latin-1") {
    CHECK_EQUAL(string("\xe4\xb8\xad"), "a3e4b8ad");
    CHECK_EQUAL(string("\xf0\x9f\x99\x82"), "a4f09f9982");
    CHECK_EQUAL(string("\xff"), "a2c3bf");
    CHECK_EQUAL(string("\xe4\xb8"), "a4c3a4c2b8");         // cut short
    CHECK_EQUAL(string("\xc0\x80"), "a4c380c280");         // overlong
    CHECK_EQUAL(string("\xed\xa0\x80"), "a6c3adc2a0c280"); // a surrogate
    CHECK_EQUAL(string(std::string("a\0b", 3)), "a3610062");
}

TEST("containers") {
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.array(3); }), "93");
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.array(16); }), "dc0010");
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.array(65536); }), "dd00010000");
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.map(2); }), "82");
    CHECK_EQUAL(hex([](MessagePackWriter& w) { w.map(16); }), "de0010");
}

CHECK_MAIN
