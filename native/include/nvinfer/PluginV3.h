/// The capabilities of the third plugin generation and its creator. Included by NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_PLUGIN_V3_H
#define NV_INFER_STAND_IN_PLUGIN_V3_H

#include "../NvInferRuntimePlugin.h"
#include "Expressions.h"

namespace nvinfer1 {

/// What a plugin may ask of the execution context that it is attached to. Valid during attachToContext()
/// only; what it returns is valid as long as the context.
class IPluginResourceContext {
public:
    virtual IGpuAllocator* getGpuAllocator() const noexcept = 0;
    virtual IErrorRecorder* getErrorRecorder() const noexcept = 0;
    virtual ~IPluginResourceContext() noexcept = default;

protected:
    IPluginResourceContext() = default;
    IPluginResourceContext(IPluginResourceContext const&) = default;
    IPluginResourceContext(IPluginResourceContext&&) = default;
    IPluginResourceContext& operator=(IPluginResourceContext const&) & = default;
    IPluginResourceContext& operator=(IPluginResourceContext&&) & = default;
};

namespace v_1_0 {

/// Who the plugin is: the key by which an engine finds its creator. Strings are at most 1024 bytes with the
/// NUL.
class IPluginV3OneCore : public IPluginCapability {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"PLUGIN_V3ONE_CORE", 1, 0};
    }

    virtual AsciiChar const* getPluginName() const noexcept = 0;
    virtual AsciiChar const* getPluginVersion() const noexcept = 0;
    virtual AsciiChar const* getPluginNamespace() const noexcept = 0;
};

/// What the builder asks. In methods that return int32_t, 0 is success and anything else ends the build.
class IPluginV3OneBuild : public IPluginCapability {
public:
    /// What getFormatCombinationLimit() returns by default.
    static constexpr int32_t kDEFAULT_FORMAT_COMBINATION_LIMIT = 100;

    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"PLUGIN_V3ONE_BUILD", 1, 0};
    }

    /// Types and layouts as chosen, shapes with -1 and their ranges. Called at build only, before
    /// getNbTactics().
    virtual int32_t configurePlugin(DynamicPluginTensorDesc const* in, int32_t nbInputs,
                                    DynamicPluginTensorDesc const* out, int32_t nbOutputs) noexcept = 0;

    /// Writes the types of the outputs, given those of the inputs.
    virtual int32_t getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs, DataType const* inputTypes,
                                       int32_t nbInputs) const noexcept = 0;

    /// Writes the shapes of the outputs. `inputs` are the inputs' shapes, `shapeInputs` the *values* of shape
    /// tensors. An output that was declared a size tensor has 0 dimensions.
    virtual int32_t getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const* shapeInputs,
                                    int32_t nbShapeInputs, DimsExprs* outputs, int32_t nbOutputs,
                                    IExprBuilder& exprBuilder) noexcept = 0;

    /// Whether inOut[pos] can have its type and layout, given inOut[0..pos-1]: the inputs, then the outputs.
    /// Later entries are not valid.
    virtual bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                           int32_t nbInputs, int32_t nbOutputs) noexcept = 0;

    /// How many outputs the layer has; positive.
    virtual int32_t getNbOutputs() const noexcept = 0;

    /// Bytes of device memory that enqueue() needs, enough for the shapes in `.max`; `.desc.dims` may hold
    /// -1.
    virtual size_t getWorkspaceSize(DynamicPluginTensorDesc const* /*inputs*/, int32_t /*nbInputs*/,
                                    DynamicPluginTensorDesc const* /*outputs*/,
                                    int32_t /*nbOutputs*/) const noexcept {
        return 0;
    }

    /// Writes getNbTactics() different positive numbers that setTactic() understands. Asked after each
    /// configurePlugin().
    virtual int32_t getValidTactics(int32_t* /*tactics*/, int32_t /*nbTactics*/) noexcept { return 0; }

    /// How many tactics there are to choose from; with none, setTactic() is given 0.
    virtual int32_t getNbTactics() noexcept { return 0; }

    /// The key of this configuration in the timing cache, without shapes and layouts; nullptr keeps it out of
    /// the cache.
    virtual char const* getTimingCacheID() noexcept { return nullptr; }

    /// How many combinations supportsFormatCombination() may accept.
    virtual int32_t getFormatCombinationLimit() noexcept { return kDEFAULT_FORMAT_COMBINATION_LIMIT; }

    /// A text that the engine inspector shows; nullptr where there is none.
    virtual char const* getMetadataString() noexcept { return nullptr; }
};

/// What runs, and what is written into the engine. In methods that return int32_t, 0 is success.
class IPluginV3OneRuntime : public IPluginCapability {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"PLUGIN_V3ONE_RUNTIME", 1, 0};
    }

    /// The tactic to run with: one of getValidTactics(), or 0 for the default one.
    virtual int32_t setTactic(int32_t /*tactic*/) noexcept { return 0; }

    /// The shapes of the enqueue() calls that follow. Called before the first of them and when a shape
    /// changed; not timed.
    virtual int32_t onShapeChange(PluginTensorDesc const* in, int32_t nbInputs, PluginTensorDesc const* out,
                                  int32_t nbOutputs) noexcept = 0;

    /// Puts the work on `stream` and returns without waiting. `inputs` and `outputs` are host arrays of
    /// device addresses. May be called on clones of several contexts at once.
    virtual int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                            void const* const* inputs, void* const* outputs, void* workspace,
                            cudaStream_t stream) noexcept = 0;

    /// A full clone for an execution context, which owns it; nullptr on failure.
    virtual IPluginV3* attachToContext(IPluginResourceContext* context) noexcept = 0;

    /// What createPlugin() will be given when the engine is read back. Valid until the next call or the
    /// plugin's end.
    virtual PluginFieldCollection const* getFieldsToSerialize() noexcept = 0;
};

/// Makes plugins of the third generation. Registered once; it outlives every plugin it made.
class IPluginCreatorV3One : public IPluginCreatorInterface {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"PLUGIN CREATOR_V3ONE", 1, 0};
    }

    /// A new plugin; nullptr on failure. `name` is the layer's. `phase` says where the fields come from and
    /// who deletes it.
    virtual IPluginV3* createPlugin(AsciiChar const* name, PluginFieldCollection const* fc,
                                    TensorRTPhase phase) noexcept = 0;

    /// The fields that createPlugin() looks for at build; the ONNX parser copies only attributes that are
    /// named here.
    virtual PluginFieldCollection const* getFieldNames() noexcept = 0;

    virtual AsciiChar const* getPluginName() const noexcept = 0;
    virtual AsciiChar const* getPluginVersion() const noexcept = 0;
    virtual AsciiChar const* getPluginNamespace() const noexcept = 0;

    IPluginCreatorV3One() = default;
    virtual ~IPluginCreatorV3One() = default;

protected:
    IPluginCreatorV3One(IPluginCreatorV3One const&) = default;
    IPluginCreatorV3One(IPluginCreatorV3One&&) = default;
    IPluginCreatorV3One& operator=(IPluginCreatorV3One const&) & = default;
    IPluginCreatorV3One& operator=(IPluginCreatorV3One&&) & = default;
};

} // namespace v_1_0

namespace v_2_0 {

/// IPluginV3OneBuild whose outputs may share an input's memory.
class IPluginV3OneBuild : public v_1_0::IPluginV3OneBuild {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"PLUGIN_V3ONE_BUILD", 2, 0};
    }

    /// The input whose memory output `outputIndex` is written into; -1 for memory of its own. Needs
    /// PreviewFeature::kALIASED_PLUGIN_IO_10_03.
    virtual int32_t getAliasedInput(int32_t /*outputIndex*/) noexcept { return -1; }
};

} // namespace v_2_0

using IPluginV3OneCore = v_1_0::IPluginV3OneCore;
using IPluginV3OneBuild = v_1_0::IPluginV3OneBuild;
using IPluginV3OneRuntime = v_1_0::IPluginV3OneRuntime;
using IPluginV3OneBuildV2 = v_2_0::IPluginV3OneBuild;
using IPluginCreatorV3One = v_1_0::IPluginCreatorV3One;

} // namespace nvinfer1

#endif // NV_INFER_STAND_IN_PLUGIN_V3_H
