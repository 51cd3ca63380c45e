#include "ExpressionCheck.h"
#include "TracedCreator.h"

#include "check.h"
#include "events.h"
#include "plugins.h"

#include <memory>

using namespace nvinfer1;
using workbook::trace::EventLog;
using workbook::trace::ObjectIdentity;
using workbook::trace::TracedCreatorV3One;

namespace {

//! A traced plugin, freshly made; the log and the notes are empty.
template <class Build = IPluginV3OneBuild> struct Traced {
    plugins::V3<Build>* real = new plugins::V3<Build>;
    plugins::CreatorV3 creator{real};
    TracedCreatorV3One tracedCreator{creator, ObjectIdentity("creator#1", "Fake@2", "")};
    std::unique_ptr<IPluginV3> plugin;

    Traced() {
        EventLog::instance().reset("");
        plugin.reset(tracedCreator.createPlugin("p0", nullptr, TensorRTPhase::kBUILD));
        clear();
    }
    static void clear() {
        EventLog::instance().reset("");
        EventLog::instance().nextPluginId(); // plugin#1 is taken
        plugins::notes().clear();
    }
    IPluginV3OneBuild& build() {
        auto* const found = plugin->getCapabilityInterface(PluginCapabilityType::kBUILD);
        clear();
        return *static_cast<IPluginV3OneBuild*>(found);
    }
    IPluginV3OneRuntime& runtime() {
        auto* const found = plugin->getCapabilityInterface(PluginCapabilityType::kRUNTIME);
        clear();
        return *static_cast<IPluginV3OneRuntime*>(found);
    }
};

DynamicPluginTensorDesc dynamicDesc() {
    PluginTensorDesc const desc{Dims{2, {-1, 3}}, DataType::kFLOAT, TensorFormat::kLINEAR, 1.0F};
    return {desc, Dims{2, {1, 3}}, Dims{2, {4, 3}}, Dims{2, {2, 3}}};
}

char const kDYNAMIC[] =
    R"({"type":"kFLOAT","format":"kLINEAR","dims":[-1,3],"min":[1,3],"opt":[2,3],"max":[4,3]})";

//! What the plugin must have noted: the arguments that the wrapper was given.
template <class... Args> std::string noted(char const* method, Args const&... args) {
    std::string const before = plugins::notes();
    plugins::notes().clear();
    plugins::note(method, args...);
    std::string const line = plugins::notes();
    plugins::notes() = before;
    return line;
}

} // namespace

TEST("build methods are forwarded with their arguments and recorded") {
    Traced<> traced;
    IPluginV3OneBuild& build = traced.build();
    DynamicPluginTensorDesc const in[] = {dynamicDesc()};
    DynamicPluginTensorDesc const out[] = {dynamicDesc()};
    CHECK_EQUAL(build.configurePlugin(in, 1, out, 1), 11);
    CHECK_EQUAL(plugins::notes(), noted("configurePlugin", in, 1, out, 1));
    CHECK_EQUAL(build.getWorkspaceSize(in, 1, out, 0), size_t{5} << 32);
    CHECK(build.supportsFormatCombination(0, in, 1, 1));
    CHECK_EQUAL(plugins::notes(), noted("configurePlugin", in, 1, out, 1) +
                                      noted("getWorkspaceSize", in, 1, out, 0) +
                                      noted("supportsFormatCombination", 0, in, 1, 1));
    std::string const dynamic = kDYNAMIC;
    CHECK_EQUAL(events::calls().at(0),
                "plugin#1 configurePlugin {\"in\":[" + dynamic + "],\"out\":[" + dynamic + "]} -> 11");
    CHECK_EQUAL(events::calls().at(1),
                "plugin#1 getWorkspaceSize {\"in\":[" + dynamic + "],\"out\":[]} -> 21474836480");
}

TEST("supportsFormatCombination shows types and formats up to pos") {
    Traced<> traced;
    IPluginV3OneBuild& build = traced.build();
    DynamicPluginTensorDesc inOut[] = {dynamicDesc(), dynamicDesc(), dynamicDesc()};
    inOut[1].desc.type = static_cast<DataType>(77); // a number without a name
    build.supportsFormatCombination(1, inOut, 2, 1);
    CHECK_EQUAL(events::text(),
                "plugin#1 supportsFormatCombination "
                "{\"pos\":1,\"inOut\":[{\"type\":\"kFLOAT\",\"format\":\"kLINEAR\"},"
                "{\"type\":77,\"format\":\"kLINEAR\"}],\"nbInputs\":2,\"nbOutputs\":1} -> true\n");
}

TEST("output types and tactics") {
    Traced<> traced;
    IPluginV3OneBuild& build = traced.build();
    DataType const inputTypes[] = {DataType::kFLOAT, DataType::kINT32};
    DataType types[1]{};
    CHECK_EQUAL(build.getOutputDataTypes(types, 1, inputTypes, 2), 0);
    int32_t tactics[1]{};
    CHECK_EQUAL(build.getNbTactics(), 1);
    CHECK_EQUAL(build.getValidTactics(tactics, 1), 0);
    CHECK_EQUAL(tactics[0], 7);
    CHECK_EQUAL(build.getNbOutputs(), 1);
    CHECK_EQUAL(plugins::notes(),
                noted("getOutputDataTypes", types, 1, inputTypes, 2) + noted("getValidTactics", tactics, 1));
    CHECK_EQUAL(events::text(), "plugin#1 getOutputDataTypes "
                                "{\"inputTypes\":[\"kFLOAT\",\"kINT32\"],\"nbOutputs\":1} -> [\"kHALF\"]\n"
                                "plugin#1 getNbTactics {} -> 1\n"
                                "plugin#1 getValidTactics {\"nbTactics\":1} -> [7]\n"
                                "plugin#1 getNbOutputs {} -> 1\n");
}

TEST("an expression that the builder does not know is not read") {
    Traced<> traced;
    IPluginV3OneBuild& build = traced.build();
    int notAnExpression = 0;
    traced.real->returnedExpr = reinterpret_cast<IDimensionExpr const*>(&notAnExpression);
    workbook::trace::setExpressionCheck([](IExprBuilder&, IDimensionExpr const*) { return false; });
    DimsExprs outputs[1];
    plugins::NoBuilder noBuilder;
    IExprBuilder& builder = noBuilder;
    CHECK_EQUAL(build.getOutputShapes(nullptr, 0, nullptr, 0, outputs, 1, builder), 12);
    CHECK_EQUAL(plugins::notes(), noted("getOutputShapes", static_cast<DimsExprs const*>(nullptr), 0,
                                        static_cast<DimsExprs const*>(nullptr), 0, outputs, 1, &builder));
    CHECK_EQUAL(events::text(),
                "plugin#1 getOutputShapes {\"inputs\":[],\"shapeInputs\":[],\"nbOutputs\":1} -> [[\"?\"]]\n");
    workbook::trace::setExpressionCheck(nullptr);
}

TEST("strings and limits of the build interface") {
    Traced<> traced;
    IPluginV3OneBuild& build = traced.build();
    CHECK_EQUAL(std::string(build.getTimingCacheID()), "id");
    CHECK_EQUAL(std::string(build.getMetadataString()), "metadata");
    CHECK_EQUAL(build.getFormatCombinationLimit(), 3);
    CHECK_EQUAL(events::text(), "plugin#1 getTimingCacheID {} -> \"id\"\n"
                                "plugin#1 getMetadataString {} -> \"metadata\"\n"
                                "plugin#1 getFormatCombinationLimit {} -> 3\n");
}

TEST("core: a null string is recorded as null") {
    Traced<> traced;
    auto* const core =
        static_cast<IPluginV3OneCore*>(traced.plugin->getCapabilityInterface(PluginCapabilityType::kCORE));
    Traced<>::clear();
    CHECK_EQUAL(std::string(core->getPluginName()), "Fake");
    CHECK_EQUAL(std::string(core->getPluginVersion()), "2");
    CHECK(core->getPluginNamespace() == nullptr);
    CHECK_EQUAL(events::text(), "plugin#1 getPluginName {} -> \"Fake\"\n"
                                "plugin#1 getPluginVersion {} -> \"2\"\n"
                                "plugin#1 getPluginNamespace {} -> null\n");
}

TEST("enqueue shows as many tensors as the plugin was last told of") {
    Traced<> traced;
    IPluginV3OneRuntime& runtime = traced.runtime();
    PluginTensorDesc const desc[] = {{Dims{1, {5}}, DataType::kHALF, TensorFormat::kCHW32, 1.0F}};
    void const* inputs[] = {nullptr};
    void* outputs[] = {nullptr};
    auto* const stream = reinterpret_cast<cudaStream_t>(outputs);
    CHECK_EQUAL(runtime.enqueue(desc, desc, inputs, outputs, nullptr, stream), 15);
    CHECK_EQUAL(runtime.onShapeChange(desc, 1, desc, 1), 14);
    CHECK_EQUAL(runtime.enqueue(desc, desc, inputs, outputs, outputs, stream), 15);
    CHECK_EQUAL(plugins::notes(),
                noted("enqueue", desc, desc, inputs, outputs, static_cast<void*>(nullptr), stream) +
                    noted("onShapeChange", desc, 1, desc, 1) +
                    noted("enqueue", desc, desc, inputs, outputs, outputs, stream));
    std::string const one = R"({"type":"kHALF","format":"kCHW32","dims":[5]})";
    CHECK_EQUAL(events::text(), "plugin#1 enqueue {\"in\":[],\"out\":[],\"workspaceNull\":true} -> 15\n"
                                "plugin#1 onShapeChange {\"in\":[" +
                                    one + "],\"out\":[" + one +
                                    "]} -> 14\n"
                                    "plugin#1 enqueue {\"in\":[" +
                                    one + "],\"out\":[" + one + "],\"workspaceNull\":false} -> 15\n");
    // A clone inherits the counts.
    std::unique_ptr<IPluginV3> const copy(traced.plugin->clone());
    auto* const itsRuntime =
        static_cast<IPluginV3OneRuntime*>(copy->getCapabilityInterface(PluginCapabilityType::kRUNTIME));
    itsRuntime->enqueue(desc, desc, inputs, outputs, nullptr, stream);
    CHECK_EQUAL(events::calls().back(),
                "plugin#2 enqueue {\"in\":[" + one + "],\"out\":[" + one + "],\"workspaceNull\":true} -> 15");
}

TEST("enqueue shows the descriptors of this call, not of one before") {
    Traced<> traced;
    IPluginV3OneRuntime& runtime = traced.runtime();
    PluginTensorDesc in[] = {{Dims{1, {5}}, DataType::kHALF, TensorFormat::kCHW32, 1.0F}};
    PluginTensorDesc out[] = {in[0]};
    runtime.onShapeChange(in, 1, out, 1);
    void* workspace = nullptr;
    auto const shown = [&] {
        runtime.enqueue(in, out, nullptr, nullptr, workspace, nullptr);
        std::string const first = events::calls().back();
        runtime.enqueue(in, out, nullptr, nullptr, workspace, nullptr);
        CHECK_EQUAL(events::calls().back(), first);
        return first;
    };
    auto const call = [](std::string const& ins, std::string const& outs, char const* isNull) {
        return "plugin#1 enqueue {\"in\":[" + ins + "],\"out\":[" + outs + "],\"workspaceNull\":" + isNull +
               "} -> 15";
    };
    std::string const five = R"({"type":"kHALF","format":"kCHW32","dims":[5]})";
    std::string const six = R"({"type":"kHALF","format":"kCHW32","dims":[6]})";
    std::string const whole = R"({"type":"kINT32","format":"kCHW32","dims":[6]})";
    CHECK_EQUAL(shown(), call(five, five, "true"));
    out[0].dims.d[0] = 6;
    CHECK_EQUAL(shown(), call(five, six, "true"));
    in[0].dims.d[0] = 6;
    in[0].type = DataType::kINT32;
    CHECK_EQUAL(shown(), call(whole, six, "true"));
    workspace = in;
    CHECK_EQUAL(shown(), call(whole, six, "false"));
    runtime.onShapeChange(in, 0, out, 1);
    CHECK_EQUAL(shown(), call("", six, "false"));
}

TEST("setTactic and fields") {
    Traced<> traced;
    IPluginV3OneRuntime& runtime = traced.runtime();
    CHECK_EQUAL(runtime.setTactic(5), 13);
    CHECK(runtime.getFieldsToSerialize() == nullptr);
    int32_t const ints[] = {1, -2};
    float const scalar = 1.5F;
    PluginField const fields[] = {{"n", ints, PluginFieldType::kINT32, 2},
                                  {"scalar", &scalar, PluginFieldType::kFLOAT32, 1},
                                  {"text", "kFLOAT", PluginFieldType::kCHAR, 6},
                                  {nullptr, nullptr, static_cast<PluginFieldType>(99), 1}};
    PluginFieldCollection const collection{4, fields};
    traced.real->fields = &collection;
    CHECK(runtime.getFieldsToSerialize() == &collection);
    CHECK_EQUAL(events::text(),
                "plugin#1 setTactic {\"tactic\":5} -> 13\n"
                "plugin#1 getFieldsToSerialize {} -> null\n"
                "plugin#1 getFieldsToSerialize {} -> ["
                "{\"name\":\"n\",\"type\":\"kINT32\",\"length\":2,\"data\":[1,-2]},"
                "{\"name\":\"scalar\",\"type\":\"kFLOAT32\",\"length\":1,\"data\":[1.500000]},"
                "{\"name\":\"text\",\"type\":\"kCHAR\",\"length\":6,\"data\":\"kFLOAT\"},"
                "{\"name\":null,\"type\":99,\"length\":1,\"data\":null}]\n");
}

TEST("clone, attachToContext and destruction") {
    Traced<> traced;
    IPluginV3OneRuntime& runtime = traced.runtime();
    std::unique_ptr<IPluginV3> copy(traced.plugin->clone());
    std::unique_ptr<IPluginV3> attached(runtime.attachToContext(nullptr));
    copy.reset();
    traced.real->cloneable = false;
    CHECK(traced.plugin->clone() == nullptr);
    attached.reset();
    CHECK_EQUAL(plugins::notes(), "clone\nattachToContext 0\n~V3\nclone\n~V3\n");
    CHECK_EQUAL(events::text(), "plugin#1 clone {} -> \"plugin#2\"\n"
                                "plugin#2 construct {} -> null\n"
                                "plugin#1 attachToContext {} -> \"plugin#3\"\n"
                                "plugin#3 construct {} -> null\n"
                                "plugin#2 destruct {} -> null\n"
                                "plugin#1 clone {} -> null\n"
                                "plugin#3 destruct {} -> null\n");
}

TEST("a missing capability is null, not wrapped") {
    Traced<> traced;
    traced.real->hasBuild = false;
    CHECK(traced.plugin->getCapabilityInterface(PluginCapabilityType::kBUILD) == nullptr);
    CHECK_EQUAL(events::text(), "plugin#1 getCapabilityInterface {\"type\":\"kBUILD\"} -> false\n");
}

namespace {

//! getInterfaceInfo() of the capability, which the plugin's own overrides for all its bases.
class WithBuildV1 final : public plugins::V3<> {
    InterfaceInfo getInterfaceInfo() const noexcept override { return {"PLUGIN_V3ONE_BUILD", 1, 0}; }
};
class WithBuildV2 final : public plugins::V3<IPluginV3OneBuildV2> {
    InterfaceInfo getInterfaceInfo() const noexcept override { return {"PLUGIN_V3ONE_BUILD", 2, 0}; }
    int32_t getAliasedInput(int32_t outputIndex) noexcept override { return outputIndex + 40; }
};

template <class Plugin> int32_t aliasThroughWrapper(int32_t& major) {
    plugins::CreatorV3 creator(new Plugin);
    TracedCreatorV3One traced(creator, ObjectIdentity("creator#1", "Fake@2", ""));
    std::unique_ptr<IPluginV3> const plugin(traced.createPlugin("p", nullptr, TensorRTPhase::kBUILD));
    auto* const build =
        static_cast<IPluginV3OneBuildV2*>(plugin->getCapabilityInterface(PluginCapabilityType::kBUILD));
    major = build->getInterfaceInfo().major;
    return build->getAliasedInput(1);
}

} // namespace

TEST("a V1 build interface is never asked for aliases") {
    int32_t major = 0;
    EventLog::instance().reset("");
    CHECK_EQUAL(aliasThroughWrapper<WithBuildV1>(major), -1);
    CHECK_EQUAL(major, 1);
    CHECK(events::text().find("getAliasedInput") == std::string::npos);
    CHECK_EQUAL(aliasThroughWrapper<WithBuildV2>(major), 41);
    CHECK_EQUAL(major, 2);
    CHECK(events::text().find("getAliasedInput {\"outputIndex\":1} -> 41") != std::string::npos);
}

TEST("a disabled log forwards and records nothing") {
    Traced<> traced;
    IPluginV3OneRuntime& runtime = traced.runtime();
    EventLog::instance().setEnabled(false);
    CHECK_EQUAL(runtime.setTactic(5), 13);
    std::unique_ptr<IPluginV3> const copy(traced.plugin->clone());
    EventLog::instance().setEnabled(true);
    CHECK_EQUAL(events::text(), "");
    CHECK_EQUAL(plugins::notes(), "setTactic 5\nclone\n");
}

CHECK_MAIN
