#include "EventMemory.h"

#include "check.h"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>

using workbook::trace::EventMemory;

namespace {

std::string temporaryFile() {
    return (std::filesystem::temp_directory_path() / ("events-" + std::to_string(getpid()))).string();
}

bool append(EventMemory& memory, std::string const& payload) {
    uint8_t* const room = memory.room(payload.size());
    if (room == nullptr) {
        return false;
    }
    std::memcpy(room, payload.data(), payload.size());
    memory.commit(payload.size());
    return true;
}

uint32_t sizeAt(EventMemory const& memory, size_t offset) {
    uint32_t size = 0;
    std::memcpy(&size, memory.data() + offset, sizeof(size));
    return size;
}

} // namespace

TEST("events lie one behind the other, a size of 0 ends them") {
    EventMemory memory;
    CHECK_EQUAL(memory.size(), size_t{0});
    CHECK(append(memory, "abcde"));
    CHECK(append(memory, "x"));
    CHECK_EQUAL(memory.size(), size_t{4 + 5 + 4 + 1});
    CHECK_EQUAL(sizeAt(memory, 0), 5U);
    CHECK(std::memcmp(memory.data() + 4, "abcde", 5) == 0);
    CHECK_EQUAL(sizeAt(memory, 9), 1U);
    CHECK_EQUAL(sizeAt(memory, memory.size()), 0U);
    CHECK(memory.room(size_t{1} << 31) == nullptr);
    CHECK_EQUAL(memory.size(), size_t{4 + 5 + 4 + 1});
}

TEST("an event may be smaller than the room it asked for") {
    EventMemory memory;
    uint8_t* const room = memory.room(1000);
    std::memcpy(room, "ab", 2);
    CHECK_EQUAL(memory.size(), size_t{0});
    CHECK_EQUAL(sizeAt(memory, 0), 0U);
    memory.commit(2);
    CHECK_EQUAL(sizeAt(memory, 0), 2U);
    CHECK_EQUAL(sizeAt(memory, 6), 0U);
}

TEST("the address stays while it grows") {
    EventMemory memory;
    append(memory, "first");
    uint8_t const* const base = memory.data();
    std::string const large(3'000'000, 'l');
    for (int i = 0; i < 20; ++i) {
        CHECK(append(memory, large));
    }
    CHECK(memory.data() == base);
    CHECK(memory.size() > 60'000'000);
    CHECK(std::memcmp(memory.data() + 4, "first", 5) == 0);
}

TEST("an event that ends where a chunk ends leaves room for the next size") {
    EventMemory memory;
    CHECK(append(memory, std::string((1U << 20) - 4, 'a')));
    CHECK_EQUAL(sizeAt(memory, memory.size()), 0U);
    CHECK(append(memory, "b"));
    CHECK_EQUAL(sizeAt(memory, memory.size()), 0U);
}

TEST("reset empties it") {
    EventMemory memory;
    append(memory, std::string(2'000'000, 'a'));
    memory.reset("");
    CHECK_EQUAL(memory.size(), size_t{0});
    append(memory, "b");
    CHECK_EQUAL(sizeAt(memory, 0), 1U);
    CHECK_EQUAL(sizeAt(memory, 5), 0U);
}

TEST("a file holds the same bytes, and is cut to them in the end") {
    std::string const path = temporaryFile();
    EventMemory memory;
    memory.reset(path);
    append(memory, "abc");
    CHECK(std::filesystem::file_size(path) >= 7);
    append(memory, std::string(1'500'000, 'z'));
    size_t const size = memory.size();
    memory.reset("");
    CHECK_EQUAL(std::filesystem::file_size(path), size);
    std::ifstream file(path, std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    CHECK(bytes.substr(4, 3) == "abc");
    std::filesystem::remove(path);
}

TEST("a file that cannot be made") {
    EventMemory memory;
    append(memory, "abc");
    bool threw = false;
    try {
        memory.reset("/no/such/folder/trace");
    } catch (std::system_error const&) {
        threw = true;
    }
    CHECK(threw);
    CHECK_EQUAL(memory.size(), size_t{0});
    CHECK(append(memory, "still usable"));
}

CHECK_MAIN
