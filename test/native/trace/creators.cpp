#include "TracedCreator.h"

#include "check.h"
#include "events.h"
#include "plugins.h"

#include <memory>

using namespace nvinfer1;
using workbook::trace::EventLog;
using workbook::trace::ObjectIdentity;
using workbook::trace::TracedCreatorV1;
using workbook::trace::TracedCreatorV3One;

TEST("V3: createPlugin and getFieldNames are recorded, names are not") {
    EventLog::instance().reset("");
    plugins::notes().clear();
    plugins::CreatorV3 real(new plugins::V3<>);
    TracedCreatorV3One traced(real, ObjectIdentity("creator#2", "Fake@2", ""));
    CHECK_EQUAL(std::string(traced.getPluginName()), "Fake");
    CHECK_EQUAL(std::string(traced.getPluginVersion()), "2");
    CHECK_EQUAL(std::string(traced.getPluginNamespace()), "");
    CHECK_EQUAL(std::string(traced.getInterfaceInfo().kind), "PLUGIN CREATOR_V3ONE");
    CHECK(traced.getFieldNames() == &real.fieldNames);
    PluginFieldCollection const fields{};
    std::unique_ptr<IPluginV3> plugin(traced.createPlugin("p0", &fields, TensorRTPhase::kRUNTIME));
    CHECK(plugin != nullptr);
    plugin.reset();
    CHECK_EQUAL(
        events::text(),
        "creator#2 getFieldNames {} -> null\n"
        "creator#2 createPlugin {\"name\":\"p0\",\"fields\":[],\"phase\":\"kRUNTIME\"} -> \"plugin#1\"\n"
        "plugin#1 construct {} -> null\n"
        "plugin#1 destruct {} -> null\n");
}

TEST("V3: a creator that returns nullptr") {
    EventLog::instance().reset("");
    plugins::CreatorV3 real(nullptr);
    TracedCreatorV3One traced(real, ObjectIdentity("creator#1", "Fake@2", ""));
    CHECK(traced.createPlugin(nullptr, nullptr, static_cast<TensorRTPhase>(7)) == nullptr);
    CHECK_EQUAL(events::text(),
                "creator#1 createPlugin {\"name\":null,\"fields\":null,\"phase\":7} -> null\n");
}

TEST("V3: the values of fields, as many as their type and length say") {
    EventLog::instance().reset("");
    plugins::CreatorV3 real(nullptr);
    TracedCreatorV3One traced(real, ObjectIdentity("creator#1", "Fake@2", ""));
    double const reals[]{1.5, -2};
    int64_t const large[]{5'000'000'000};
    int16_t const small[]{-3};
    int8_t const bytes[]{-1, 7};
    PluginField const fields[]{
        {"reals", reals, PluginFieldType::kFLOAT64, 2}, {"large", large, PluginFieldType::kINT64, 1},
        {"small", small, PluginFieldType::kINT16, 1},   {"bytes", bytes, PluginFieldType::kINT8, 2},
        {"text", "ab", PluginFieldType::kCHAR, 2},      {"none", nullptr, PluginFieldType::kFLOAT64, 1},
    };
    PluginFieldCollection const collection{6, fields};
    CHECK(traced.createPlugin("p0", &collection, TensorRTPhase::kBUILD) == nullptr);
    std::string const said = events::text();
    for (char const* const value : {"\"data\":[1.500000,-2.000000]", "\"data\":[5000000000]", "\"data\":[-3]",
                                    "\"data\":[-1,7]", "\"data\":\"ab\"", "\"data\":null"}) {
        CHECK(said.find(value) != std::string::npos);
    }
}

TEST("V1: createPlugin and deserializePlugin") {
    EventLog::instance().reset("");
    plugins::notes().clear();
    char const bytes[] = "abc";
    plugins::CreatorV1 real(new plugins::V2);
    TracedCreatorV1 traced(real, ObjectIdentity("creator#1", "Fake@1", ""));
    traced.setPluginNamespace("ns");
    CHECK_EQUAL(std::string(traced.getPluginNamespace()), "ns");
    IPluginV2* const plugin = traced.deserializePlugin("p0", bytes, 3);
    CHECK(plugin != nullptr);
    plugin->destroy();
    CHECK_EQUAL(events::text(), "creator#1 deserializePlugin {\"name\":\"p0\",\"length\":3} -> \"plugin#1\"\n"
                                "plugin#1 construct {} -> null\n"
                                "plugin#1 destroy {} -> null\n"
                                "plugin#1 destruct {} -> null\n");
    plugins::CreatorV1 failing(nullptr);
    TracedCreatorV1 tracedFailing(failing, ObjectIdentity("creator#1", "Fake@1", ""));
    CHECK(tracedFailing.createPlugin("p0", nullptr) == nullptr);
    CHECK_EQUAL(events::calls().back(), "creator#1 createPlugin {\"name\":\"p0\",\"fields\":null} -> null");
}

namespace {

//! Not IPluginV2DynamicExt, by what it says.
class OtherV2 final : public plugins::V2 {
    int32_t getTensorRTVersion() const noexcept override { return NV_TENSORRT_VERSION; }
};

} // namespace

TEST("V1: another interface than IPluginV2DynamicExt is returned as it is") {
    EventLog::instance().reset("");
    auto* const other = new OtherV2;
    plugins::CreatorV1 real(other);
    TracedCreatorV1 traced(real, ObjectIdentity("creator#1", "Fake@1", ""));
    CHECK(traced.createPlugin("p0", nullptr) == other);
    other->destroy();
    CHECK_EQUAL(events::text(), "creator#1 createPlugin {\"name\":\"p0\",\"fields\":null} -> null\n");
}

CHECK_MAIN
