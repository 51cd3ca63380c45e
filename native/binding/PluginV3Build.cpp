#include "Expressions.h"
#include "FormatQuery.h"
#include "PluginV3Capabilities.h"

namespace workbook::binding {

using namespace nvinfer1;

namespace {

constexpr int64_t kMOST_TACTICS = 1 << 20;

int32_t sizeOf(Napi::Value value, Where const& where, int64_t most) {
    return static_cast<int32_t>(toInteger(value, where, 0, most));
}

} // namespace

napi_type_tag const PluginV3Build::kTYPE_TAG = typeTag(10);

Napi::Function PluginV3Build::define(Napi::Env env) {
    return DefineClass(
        env, "PluginV3Build",
        {InstanceMethod<&PluginV3Build::getInterfaceInfo>("getInterfaceInfo"),
         InstanceMethod<&PluginV3Build::configurePlugin>("configurePlugin"),
         InstanceMethod<&PluginV3Build::getNbOutputs>("getNbOutputs"),
         InstanceMethod<&PluginV3Build::getOutputDataTypes>("getOutputDataTypes"),
         InstanceMethod<&PluginV3Build::getOutputShapes>("getOutputShapes"),
         InstanceMethod<&PluginV3Build::supportsFormatCombination>("supportsFormatCombination"),
         InstanceMethod<&PluginV3Build::getWorkspaceSize>("getWorkspaceSize"),
         InstanceMethod<&PluginV3Build::getNbTactics>("getNbTactics"),
         InstanceMethod<&PluginV3Build::getValidTactics>("getValidTactics"),
         InstanceMethod<&PluginV3Build::getTimingCacheID>("getTimingCacheID"),
         InstanceMethod<&PluginV3Build::getFormatCombinationLimit>("getFormatCombinationLimit"),
         InstanceMethod<&PluginV3Build::getMetadataString>("getMetadataString"),
         InstanceMethod<&PluginV3Build::getAliasedInput>("getAliasedInput")});
}

Napi::Value PluginV3Build::getInterfaceInfo(Napi::CallbackInfo const& info) {
    return fromInterfaceInfo(info.Env(), live(info, "getInterfaceInfo").getInterfaceInfo());
}

Napi::Value PluginV3Build::configurePlugin(Napi::CallbackInfo const& info) {
    Where const where("configurePlugin");
    auto const in = toDynamicTensorDescs(info[0], Where(where, "inputs"));
    auto const out = toDynamicTensorDescs(info[1], Where(where, "outputs"));
    return Napi::Number::New(info.Env(), live(info, "configurePlugin")
                                             .configurePlugin(in.data(), static_cast<int32_t>(in.size()),
                                                              out.data(), static_cast<int32_t>(out.size())));
}

Napi::Value PluginV3Build::getNbOutputs(Napi::CallbackInfo const& info) {
    return Napi::Number::New(info.Env(), live(info, "getNbOutputs").getNbOutputs());
}

Napi::Value PluginV3Build::getOutputDataTypes(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("getOutputDataTypes");
    int32_t const nbOutputs = sizeOf(info[0], Where(where, "nbOutputs"), kMOST_TENSORS);
    auto const inputTypes = toDataTypes(info[1], Where(where, "inputTypes"));
    GuardedArray<DataType> types(static_cast<size_t>(nbOutputs));
    int32_t const status = live(info, "getOutputDataTypes")
                               .getOutputDataTypes(types.data(), nbOutputs, inputTypes.data(),
                                                   static_cast<int32_t>(inputTypes.size()));
    types.check(env, origin("getOutputDataTypes"));
    if (status != 0) {
        return Napi::Number::New(env, status);
    }
    Napi::Array array = Napi::Array::New(env, types.size());
    for (size_t i = 0; i < types.size(); ++i) {
        array.Set(static_cast<uint32_t>(i), fromDataType(env, types[i], origin("getOutputDataTypes")));
    }
    return array;
}

Napi::Value PluginV3Build::getOutputShapes(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("getOutputShapes");
    auto const builder = toExprBuilder(info[3], Where(where, "builder")).builder();
    auto const inputs = toDimsExprsList(info[0], Where(where, "inputs"), *builder);
    auto const shapeInputs = toDimsExprsList(info[1], Where(where, "shapeInputs"), *builder);
    int32_t const nbOutputs = sizeOf(info[2], Where(where, "nbOutputs"), kMOST_TENSORS);
    GuardedArray<DimsExprs> outputs(static_cast<size_t>(nbOutputs));
    int32_t const status =
        live(info, "getOutputShapes")
            .getOutputShapes(inputs.data(), static_cast<int32_t>(inputs.size()), shapeInputs.data(),
                             static_cast<int32_t>(shapeInputs.size()), outputs.data(), nbOutputs, *builder);
    outputs.check(env, origin("getOutputShapes"));
    if (status != 0) {
        return Napi::Number::New(env, status);
    }
    Napi::Array array = Napi::Array::New(env, outputs.size());
    for (size_t i = 0; i < outputs.size(); ++i) {
        array.Set(static_cast<uint32_t>(i),
                  fromDimsExprs(env, outputs[i], builder, origin("getOutputShapes")));
    }
    return array;
}

Napi::Value PluginV3Build::supportsFormatCombination(Napi::CallbackInfo const& info) {
    auto const query = toFormatQuery<DynamicPluginTensorDesc>(info, toDynamicTensorDescs);
    return Napi::Boolean::New(info.Env(), live(info, "supportsFormatCombination")
                                              .supportsFormatCombination(query.pos, query.inOut.data(),
                                                                         query.nbInputs, query.nbOutputs));
}

Napi::Value PluginV3Build::getWorkspaceSize(Napi::CallbackInfo const& info) {
    Where const where("getWorkspaceSize");
    auto const in = toDynamicTensorDescs(info[0], Where(where, "inputs"));
    auto const out = toDynamicTensorDescs(info[1], Where(where, "outputs"));
    return fromSize(info.Env(), live(info, "getWorkspaceSize")
                                    .getWorkspaceSize(in.data(), static_cast<int32_t>(in.size()), out.data(),
                                                      static_cast<int32_t>(out.size())));
}

Napi::Value PluginV3Build::getNbTactics(Napi::CallbackInfo const& info) {
    return Napi::Number::New(info.Env(), live(info, "getNbTactics").getNbTactics());
}

Napi::Value PluginV3Build::getValidTactics(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("getValidTactics");
    int32_t const nbTactics = sizeOf(info[0], Where(where, "nbTactics"), kMOST_TACTICS);
    GuardedArray<int32_t> tactics(static_cast<size_t>(nbTactics));
    int32_t const status = live(info, "getValidTactics").getValidTactics(tactics.data(), nbTactics);
    tactics.check(env, origin("getValidTactics"));
    if (status != 0) {
        return Napi::Number::New(env, status);
    }
    Napi::Array array = Napi::Array::New(env, tactics.size());
    for (size_t i = 0; i < tactics.size(); ++i) {
        array.Set(static_cast<uint32_t>(i), Napi::Number::New(env, tactics[i]));
    }
    return array;
}

Napi::Value PluginV3Build::getTimingCacheID(Napi::CallbackInfo const& info) {
    return fromTextOrNull(info.Env(), live(info, "getTimingCacheID").getTimingCacheID());
}

Napi::Value PluginV3Build::getFormatCombinationLimit(Napi::CallbackInfo const& info) {
    return Napi::Number::New(info.Env(), live(info, "getFormatCombinationLimit").getFormatCombinationLimit());
}

Napi::Value PluginV3Build::getMetadataString(Napi::CallbackInfo const& info) {
    return fromTextOrNull(info.Env(), live(info, "getMetadataString").getMetadataString());
}

Napi::Value PluginV3Build::getAliasedInput(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    IPluginV3OneBuild& build = live(info, "getAliasedInput");
    Where const where("getAliasedInput");
    int32_t const index = sizeOf(info[0], Where(where, "outputIndex"), kMOST_TENSORS);
    InterfaceInfo const interface = build.getInterfaceInfo();
    if (interface.major < 2) {
        throwError(env, "INTERFACE_MISSING",
                   "Cannot call getAliasedInput: the build interface is version " +
                       std::to_string(interface.major) + ", IPluginV3OneBuildV2 has it");
    }
    // The wrapper derives from BuildV2 whatever the plugin does.
    return Napi::Number::New(env, static_cast<IPluginV3OneBuildV2&>(build).getAliasedInput(index));
}

} // namespace workbook::binding
