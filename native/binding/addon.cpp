// The addon's export table: the surface that src/native.ts types.
#include "AddonData.h"
#include "DeviceBuffer.h"
#include "Event.h"
#include "ExpressionCheck.h"
#include "Expressions.h"
#include "Graph.h"
#include "Invocation.h"
#include "JsLogger.h"
#include "PluginCreator.h"
#include "PluginV2.h"
#include "PluginV3.h"
#include "PluginV3Capabilities.h"
#include "Program.h"
#include "Reformat.h"
#include "Registry.h"
#include "SharedLibraries.h"
#include "StandardOutput.h"
#include "Stream.h"
#include "Trace.h"

namespace workbook::binding {
namespace {

std::string dotted(int major, int minor) { return std::to_string(major) + "." + std::to_string(minor); }

Napi::Object newVersions(Napi::Env env) {
    Napi::Object versions = Napi::Object::New(env);
    versions.Set("tensorrt",
                 dotted(NV_TENSORRT_MAJOR, NV_TENSORRT_MINOR) + "." + std::to_string(NV_TENSORRT_PATCH));
    versions.Set("cuda", dotted(CUDART_VERSION / 1000, CUDART_VERSION % 1000 / 10));
#ifdef __clang__
    versions.Set("compiler", std::string("clang++ ") + __clang_version__);
#else
    versions.Set("compiler", std::string("g++ ") + __VERSION__);
#endif
    versions.Set("host", "reference");
    return versions;
}

bool madeBy(nvinfer1::IExprBuilder& builder, nvinfer1::IDimensionExpr const* expr) {
    return static_cast<registry::ExprBuilder&>(builder).find(expr) != nullptr;
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
    makeSharedLibrariesGlobal();
    bufferOutputByLine();
    trace::setExpressionCheck(madeBy); // all builders of this host are of our class

    auto* const data = new AddonData;
    env.SetInstanceData(data);
    data->pluginCreator = Napi::Persistent(PluginCreator::define(env));
    data->pluginV2 = Napi::Persistent(PluginV2::define(env));
    data->pluginV3 = Napi::Persistent(PluginV3::define(env));
    data->pluginV3Core = Napi::Persistent(PluginV3Core::define(env));
    data->pluginV3Build = Napi::Persistent(PluginV3Build::define(env));
    data->pluginV3Runtime = Napi::Persistent(PluginV3Runtime::define(env));
    data->dimensionExpr = Napi::Persistent(DimensionExpr::define(env));
    data->deviceBuffer = Napi::Persistent(DeviceBuffer::define(env));
    data->graph = Napi::Persistent(Graph::define(env));
    data->graphExec = Napi::Persistent(GraphExec::define(env));

    exports.Set("pluginRegistry", newPluginRegistry(env));
    exports.Set("trace", newTrace(env));
    exports.Set("ExprBuilder", ExprBuilder::define(env));
    exports.Set("DeviceBuffer", data->deviceBuffer.Value());
    exports.Set("Stream", Stream::define(env));
    exports.Set("Event", Event::define(env));
    exports.Set("Invocation", Invocation::define(env));
    exports.Set("Reformat", Reformat::define(env));
    exports.Set("Program", Program::define(env));
    exports.Set("setLogger", Napi::Function::New<setLogger>(env, "setLogger"));
    exports.Set("flushOutput", Napi::Function::New<flushOutput>(env, "flushOutput"));
    exports.Set("takeStandardOutput", Napi::Function::New<takeStandardOutput>(env, "takeStandardOutput"));
    exports.Set("versions", newVersions(env));
    return exports;
}

} // namespace
} // namespace workbook::binding

static Napi::Object initializeAddon(Napi::Env env, Napi::Object exports) {
    return workbook::binding::initialize(env, exports);
}

NODE_API_MODULE(workbook, initializeAddon)
