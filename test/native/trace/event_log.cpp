#include "EventLog.h"

#include "ObjectIdentity.h"
#include "check.h"
#include "events.h"

#include <thread>
#include <vector>

using workbook::trace::EventLog;
using workbook::trace::MessagePackWriter;
using workbook::trace::ObjectIdentity;

namespace {

ObjectIdentity const kHOST("host", "", "");
ObjectIdentity const kPLUGIN("plugin#1", "Probe@2", "creator#1");

MessagePackWriter nil() {
    MessagePackWriter writer;
    writer.nil();
    return writer;
}

uint64_t begin(ObjectIdentity const& object, char const* method) {
    MessagePackWriter call;
    object.encodeCall(call, method);
    call.map(0);
    double startUs = -1;
    uint64_t const sequence = EventLog::instance().begin(call, startUs);
    CHECK(startUs >= 0);
    return sequence;
}

std::vector<events::Event> all() {
    EventLog& log = EventLog::instance();
    return events::read(log.data(), log.size());
}

} // namespace

TEST("a begin event and an end event") {
    EventLog& log = EventLog::instance();
    log.reset("");
    log.setPhase("build");
    uint64_t const sequence = begin(kPLUGIN, "clone");
    MessagePackWriter result;
    result.string("plugin#2");
    log.end(sequence, result, 2.5);
    auto const list = all();
    CHECK_EQUAL(list.size(), size_t{2});
    std::vector<std::string> const expected = {
        "0", "0", "\"build\"", "\"plugin#1\"", "\"Probe@2\"", "\"creator#1\"", "\"clone\"", "{}"};
    for (size_t i = 0; i < expected.size(); ++i) {
        CHECK_EQUAL(list.at(0).at(i), expected[i]);
    }
    CHECK_EQUAL(list.at(0).size(), size_t{10});
    CHECK(list.at(1) == (events::Event{"1", "0", "\"plugin#2\"", "2.500000"}));
}

TEST("without class and parent: nil") {
    EventLog& log = EventLog::instance();
    log.reset("");
    log.end(begin(kHOST, "build"), MessagePackWriter(), 0);
    CHECK_EQUAL(all().at(0).at(4), "null");
    CHECK_EQUAL(all().at(0).at(5), "null");
    CHECK_EQUAL(all().at(1).at(2), "null");
}

TEST("a result that was encoded elsewhere") {
    EventLog& log = EventLog::instance();
    for (int64_t const number : {int64_t{0}, int64_t{-1}, int64_t{300}, INT64_MIN}) {
        log.reset("");
        MessagePackWriter written;
        written.integer(number);
        log.end(begin(kPLUGIN, "enqueue"), written, 1.0);
        uint8_t bytes[workbook::trace::kMOST_NUMBER_BYTES];
        auto const size = static_cast<size_t>(workbook::trace::writeInteger(bytes, number) - bytes);
        log.end(begin(kPLUGIN, "enqueue"), bytes, size, 1.0);
        CHECK_EQUAL(all().at(3).at(2), all().at(1).at(2));
    }
}

TEST("numbering is shared with the host and starts again with reset") {
    EventLog& log = EventLog::instance();
    log.reset("");
    CHECK_EQUAL(log.nextSequence(), 0U);
    CHECK_EQUAL(begin(kHOST, "a"), 1U);
    CHECK_EQUAL(log.nextPluginId(), "plugin#1");
    CHECK_EQUAL(log.nextPluginId(), "plugin#2");
    log.reset("");
    CHECK_EQUAL(log.nextSequence(), 0U);
    CHECK_EQUAL(log.nextPluginId(), "plugin#1");
}

TEST("threads write whole events") {
    EventLog& log = EventLog::instance();
    log.reset("");
    constexpr int kTHREADS = 4;
    constexpr int kCALLS = 2000;
    std::vector<std::thread> threads;
    for (int t = 0; t < kTHREADS; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < kCALLS; ++i) {
                log.end(begin(kPLUGIN, "enqueue"), nil(), 1.0);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    auto const list = all();
    CHECK_EQUAL(list.size(), size_t{2 * kTHREADS * kCALLS});
    std::vector<int> seen(kTHREADS * kCALLS, 0);
    for (auto const& event : list) {
        ++seen.at(std::stoul(event.at(1)));
    }
    for (int const count : seen) {
        CHECK_EQUAL(count, 2);
    }
}

CHECK_MAIN
