#include "TracedCreator.h"
#include "TracedPluginV2.h"

#include "check.h"
#include "events.h"
#include "plugins.h"

using namespace nvinfer1;
using workbook::trace::EventLog;
using workbook::trace::ObjectIdentity;
using workbook::trace::TracedCreatorV1;

namespace {

//! A traced plugin, freshly made; the log and the notes are empty.
struct Traced {
    plugins::V2* real = new plugins::V2;
    plugins::CreatorV1 creator{real};
    TracedCreatorV1 tracedCreator{creator, ObjectIdentity("creator#1", "Fake@1", "")};
    IPluginV2DynamicExt* plugin{nullptr};

    Traced() {
        EventLog::instance().reset("");
        plugin = static_cast<IPluginV2DynamicExt*>(tracedCreator.createPlugin("p0", nullptr));
        EventLog::instance().reset("");
        EventLog::instance().nextPluginId(); // plugin#1 is taken
        plugins::notes().clear();
    }
};

template <class... Args> std::string noted(char const* method, Args const&... args) {
    std::string const before = plugins::notes();
    plugins::notes().clear();
    plugins::note(method, args...);
    std::string const line = plugins::notes();
    plugins::notes() = before;
    return line;
}

char const kPLAIN[] = R"({"type":"kFLOAT","format":"kLINEAR","dims":[4,3]})";

} // namespace

TEST("every method is forwarded with its arguments") {
    Traced traced;
    IPluginV2DynamicExt& plugin = *traced.plugin;
    PluginTensorDesc const desc[] = {{Dims{2, {4, 3}}, DataType::kFLOAT, TensorFormat::kLINEAR, 1.0F}};
    DynamicPluginTensorDesc const dynamic[] = {{desc[0], Dims{2, {1, 3}}, Dims{2, {4, 3}}, Dims{}}};
    DataType const types[] = {DataType::kFLOAT};
    DimsExprs const exprs[] = {DimsExprs{}};
    int storage = 0;
    plugins::NoBuilder noBuilder;
    IExprBuilder& builder = noBuilder;
    void const* inputs[] = {nullptr};
    void* outputs[] = {nullptr};
    auto* const allocator = reinterpret_cast<IGpuAllocator*>(&storage);
    std::string expected;

    CHECK(plugin.getOutputDataType(1, types, 1) == DataType::kINT64);
    expected += noted("getOutputDataType", 1, types, 1);
    CHECK_EQUAL(plugin.getOutputDimensions(0, exprs, 1, builder).nbDims, 0);
    expected += noted("getOutputDimensions", 0, exprs, 1, &builder);
    CHECK(!plugin.supportsFormatCombination(0, desc, 1, 1));
    expected += noted("supportsFormatCombination", 0, desc, 1, 1);
    plugin.configurePlugin(dynamic, 1, dynamic, 1);
    expected += noted("configurePlugin", dynamic, 1, dynamic, 1);
    CHECK_EQUAL(plugin.getWorkspaceSize(desc, 1, desc, 1), size_t{21});
    expected += noted("getWorkspaceSize", desc, 1, desc, 1);
    CHECK_EQUAL(plugin.enqueue(desc, desc, inputs, outputs, outputs, nullptr), 22);
    expected += noted("enqueue", desc, desc, inputs, outputs, outputs, static_cast<cudaStream_t>(nullptr));
    plugin.attachToContext(nullptr, nullptr, allocator);
    expected += noted("attachToContext", static_cast<cudnnContext*>(nullptr),
                      static_cast<cublasContext*>(nullptr), allocator);
    plugin.detachFromContext();
    plugin.terminate();
    plugin.serialize(outputs);
    plugin.setPluginNamespace("new");
    expected += noted("detachFromContext") + noted("terminate") + noted("serialize", outputs) +
                noted("setPluginNamespace", "new");
    CHECK_EQUAL(plugin.initialize(), 23);
    CHECK_EQUAL(plugin.getSerializationSize(), size_t{24});
    CHECK_EQUAL(plugin.getNbOutputs(), 2);
    CHECK_EQUAL(std::string(plugin.getPluginType()), "Fake");
    CHECK_EQUAL(std::string(plugin.getPluginVersion()), "1");
    CHECK_EQUAL(std::string(plugin.getPluginNamespace()), "ns");
    CHECK_EQUAL(plugins::notes(), expected);

    std::string const one = kPLAIN;
    std::string const range =
        R"({"type":"kFLOAT","format":"kLINEAR","dims":[4,3],"min":[1,3],"opt":[],"max":[4,3]})";
    CHECK_EQUAL(events::text(),
                "plugin#1 getOutputDataType {\"index\":1,\"inputTypes\":[\"kFLOAT\"]} -> \"kINT64\"\n"
                "plugin#1 getOutputDimensions {\"outputIndex\":0,\"inputs\":[[]]} -> []\n"
                "plugin#1 supportsFormatCombination "
                "{\"pos\":0,\"inOut\":[{\"type\":\"kFLOAT\",\"format\":\"kLINEAR\"}],"
                "\"nbInputs\":1,\"nbOutputs\":1} -> false\n"
                "plugin#1 configurePlugin {\"in\":[" +
                    range + "],\"out\":[" + range +
                    "]} -> null\n"
                    "plugin#1 getWorkspaceSize {\"in\":[" +
                    one + "],\"out\":[" + one +
                    "]} -> 21\n"
                    "plugin#1 enqueue {\"in\":[" +
                    one + "],\"out\":[" + one +
                    "],\"workspaceNull\":false} -> 22\n"
                    "plugin#1 attachToContext "
                    "{\"cudnnNull\":true,\"cublasNull\":true,\"allocatorNull\":false} -> null\n"
                    "plugin#1 detachFromContext {} -> null\n"
                    "plugin#1 terminate {} -> null\n"
                    "plugin#1 serialize {} -> null\n"
                    "plugin#1 setPluginNamespace {\"namespace\":\"new\"} -> null\n"
                    "plugin#1 initialize {} -> 23\n"
                    "plugin#1 getSerializationSize {} -> 24\n"
                    "plugin#1 getNbOutputs {} -> 2\n"
                    "plugin#1 getPluginType {} -> \"Fake\"\n"
                    "plugin#1 getPluginVersion {} -> \"1\"\n"
                    "plugin#1 getPluginNamespace {} -> \"ns\"\n");
    plugin.destroy();
}

TEST("clone and destroy: construct and destruct inside them") {
    Traced traced;
    IPluginV2DynamicExt* const copy = traced.plugin->clone();
    copy->destroy();
    traced.real->cloneable = false;
    CHECK(traced.plugin->clone() == nullptr);
    traced.plugin->destroy();
    CHECK_EQUAL(plugins::notes(), "destroy\n~V2\ndestroy\n~V2\n");
    CHECK_EQUAL(events::text(), "plugin#1 clone {} -> \"plugin#2\"\n"
                                "plugin#2 construct {} -> null\n"
                                "plugin#2 destroy {} -> null\n"
                                "plugin#2 destruct {} -> null\n"
                                "plugin#1 clone {} -> null\n"
                                "plugin#1 destroy {} -> null\n"
                                "plugin#1 destruct {} -> null\n");
}

TEST("a clone shows as many tensors in enqueue as its original was configured for") {
    Traced traced;
    PluginTensorDesc const desc[] = {{Dims{2, {4, 3}}, DataType::kFLOAT, TensorFormat::kLINEAR, 1.0F}};
    DynamicPluginTensorDesc const dynamic[] = {{desc[0], desc[0].dims, desc[0].dims, Dims{}}};
    traced.plugin->configurePlugin(dynamic, 1, dynamic, 1);
    IPluginV2DynamicExt* const copy = traced.plugin->clone();
    copy->enqueue(desc, desc, nullptr, nullptr, nullptr, nullptr);
    std::string const one = kPLAIN;
    CHECK_EQUAL(events::calls().back(),
                "plugin#2 enqueue {\"in\":[" + one + "],\"out\":[" + one + "],\"workspaceNull\":true} -> 22");
    copy->destroy();
    traced.plugin->destroy();
}

TEST("the version says what the plugin is, through IPluginV2") {
    Traced traced;
    IPluginV2 const& wrapped = *traced.plugin;
    IPluginV2 const& real = *traced.real;
    CHECK_EQUAL(wrapped.getTensorRTVersion(), real.getTensorRTVersion());
    CHECK(workbook::trace::TracedPluginV2::isDynamicExt(wrapped));
    traced.plugin->destroy();
}

CHECK_MAIN
