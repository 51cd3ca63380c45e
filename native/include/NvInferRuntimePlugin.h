/// The second plugin generation without dynamic shapes, and its creator. IPluginV2DynamicExt is in
/// NvInferRuntime.h.
///
/// The whole generation is deprecated since TensorRT 10.0 and still shipped in 11.x.
#ifndef NV_INFER_RUNTIME_PLUGIN_H
#define NV_INFER_RUNTIME_PLUGIN_H

#include "NvInferPluginBase.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#endif

namespace nvinfer1 {

enum class TensorFormat : int32_t;

namespace v_1_0 {
class IGpuAllocator;
} // namespace v_1_0
using IGpuAllocator = v_1_0::IGpuAllocator;

/// The layout of a plugin's tensor in memory.
using PluginFormat = TensorFormat;

/// Set in a PluginVersion or PluginCreatorVersion where the object is written in Python.
static constexpr int32_t kPLUGIN_VERSION_PYTHON_BIT = 0x40;

/// One input or output of a plugin.
struct PluginTensorDesc {
    Dims dims;           ///< Extents; -1 where the call comes before they are known.
    DataType type;       ///< Element type.
    TensorFormat format; ///< Layout in memory.
    float scale;         ///< Quantisation scale; means something for kINT8 tensors only.
};

/// The generation of an IPluginV2: the top byte of getTensorRTVersion().
enum class PluginVersion : uint8_t {
    kV2 TRT_DEPRECATED_ENUM = 0,
    kV2_EXT TRT_DEPRECATED_ENUM = 1,
    kV2_IOEXT TRT_DEPRECATED_ENUM = 2,
    kV2_DYNAMICEXT TRT_DEPRECATED_ENUM = 3,
    kV2_DYNAMICEXT_PYTHON TRT_DEPRECATED_ENUM = kPLUGIN_VERSION_PYTHON_BIT | 3
};

/// The version of an IPluginCreator.
enum class PluginCreatorVersion : int32_t {
    kV1 TRT_DEPRECATED_ENUM = 0,
    kV1_PYTHON TRT_DEPRECATED_ENUM = kPLUGIN_VERSION_PYTHON_BIT
};

namespace impl {
/// What getTensorRTVersion() returns: the generation in the top byte, NV_TENSORRT_VERSION below it.
constexpr int32_t pluginVersionWord(PluginVersion generation) noexcept {
    return static_cast<int32_t>((static_cast<uint32_t>(generation) << 24U) |
                                (static_cast<uint32_t>(NV_TENSORRT_VERSION) & 0xFFFFFFU));
}
} // namespace impl

/// A plugin for networks whose batch dimension is implicit. Those are gone since 10.0; what is left is the
/// base class.
///
/// No method may throw: all are noexcept, so an exception ends the process.
class TRT_DEPRECATED IPluginV2 {
public:
    /// The version of the API that the plugin was compiled with. Not to be overridden by plugins.
    virtual int32_t getTensorRTVersion() const noexcept { return NV_TENSORRT_VERSION; }

    /// The creator's getPluginName(): NUL-terminated, at most 1024 bytes with the NUL.
    virtual AsciiChar const* getPluginType() const noexcept = 0;
    /// The creator's getPluginVersion(): NUL-terminated, at most 1024 bytes with the NUL.
    virtual AsciiChar const* getPluginVersion() const noexcept = 0;

    /// How many outputs the layer has; positive. Asked when the layer is added and at any time after.
    virtual int32_t getNbOutputs() const noexcept = 0;
    /// The shape of output `index`, batch left out.
    virtual Dims getOutputDimensions(int32_t index, Dims const* inputs, int32_t nbInputDims) noexcept = 0;
    /// Whether inputs and outputs can have this type and layout.
    virtual bool supportsFormat(DataType type, PluginFormat format) const noexcept = 0;
    /// Tells the plugin the shapes, type and layout that were chosen.
    virtual void configureWithFormat(Dims const* inputDims, int32_t nbInputs, Dims const* outputDims,
                                     int32_t nbOutputs, DataType type, PluginFormat format,
                                     int32_t maxBatchSize) noexcept = 0;

    /// Called when an engine is made, before its first use; not on the clones of contexts. Non-zero ends the
    /// engine.
    virtual int32_t initialize() noexcept = 0;
    /// The counterpart of initialize(), when the engine is destroyed.
    virtual void terminate() noexcept = 0;
    /// Bytes of device memory that enqueue() needs as `workspace`.
    virtual size_t getWorkspaceSize(int32_t maxBatchSize) const noexcept = 0;
    /// Puts the work on `stream`. 0 is success.
    virtual int32_t enqueue(int32_t batchSize, void const* const* inputs, void* const* outputs,
                            void* workspace, cudaStream_t stream) noexcept = 0;

    /// How many bytes serialize() writes.
    virtual size_t getSerializationSize() const noexcept = 0;
    /// Writes exactly getSerializationSize() bytes, from which the creator's deserializePlugin() makes an
    /// equal plugin.
    virtual void serialize(void* buffer) const noexcept = 0;

    /// Frees the object (`delete this`): its owner, a network, a builder or an engine, has ended.
    virtual void destroy() noexcept = 0;
    /// A copy with the same parameters, configuration and namespace; nullptr on failure. The caller destroys
    /// it.
    virtual IPluginV2* clone() const noexcept = 0;

    /// The namespace of the creator; the string is the caller's, so a plugin keeps a copy.
    virtual void setPluginNamespace(AsciiChar const* pluginNamespace) noexcept = 0;
    /// "" unless it was set.
    virtual AsciiChar const* getPluginNamespace() const noexcept = 0;

    IPluginV2() = default;
    virtual ~IPluginV2() noexcept = default;

protected:
    IPluginV2(IPluginV2 const&) = default;
    IPluginV2(IPluginV2&&) = default;
    IPluginV2& operator=(IPluginV2 const&) & = default;
    IPluginV2& operator=(IPluginV2&&) & = default;
};

/// IPluginV2 with types of its own for each output, broadcasting and access to an execution context.
class TRT_DEPRECATED IPluginV2Ext : public IPluginV2 {
public:
    /// The type of output `index`. kBOOL and kUINT8 are not supported. Asked when the layer is added.
    virtual nvinfer1::DataType getOutputDataType(int32_t index, nvinfer1::DataType const* inputTypes,
                                                 int32_t nbInputs) const noexcept = 0;

#if NV_TENSORRT_MAJOR >= 11
private:
    // TensorRT 11 has no implicit batch. The two slots of the vtable stay, under names that no plugin
    // overrides.
    virtual bool slot20(int32_t, bool const*, int32_t) const noexcept { return false; }
    virtual bool slot21(int32_t) const noexcept { return true; }

public:
#else
    /// Whether output `outputIndex` is the same for the whole batch. Implicit batch only; gone in 11.
    NV_INFER_DEPRECATED_SINCE_10 virtual bool
    isOutputBroadcastAcrossBatch(int32_t outputIndex, bool const* inputIsBroadcasted,
                                 int32_t nbInputs) const noexcept = 0;
    /// Whether the plugin takes input `inputIndex` once for the whole batch. Implicit batch only; gone in 11.
    NV_INFER_DEPRECATED_SINCE_10 virtual bool
    canBroadcastInputAcrossBatch(int32_t inputIndex) const noexcept = 0;
#endif

    /// Tells the plugin the shapes, types and layout that were chosen.
    virtual void configurePlugin(Dims const* inputDims, int32_t nbInputs, Dims const* outputDims,
                                 int32_t nbOutputs, DataType const* inputTypes, DataType const* outputTypes,
                                 bool const* inputIsBroadcast, bool const* outputIsBroadcast,
                                 PluginFormat floatFormat, int32_t maxBatchSize) noexcept = 0;

    IPluginV2Ext() = default;
    ~IPluginV2Ext() override = default;

    /// Called on an execution context's own clone, once, before its first enqueue(). The library contexts are
    /// null; the allocator is the context's.
    virtual void attachToContext(cudnnContext* /*cudnn*/, cublasContext* /*cublas*/,
                                 IGpuAllocator* /*allocator*/) noexcept {}

    /// Called before the context's clone is destroyed.
    virtual void detachFromContext() noexcept {}

    IPluginV2Ext* clone() const noexcept override = 0;

protected:
    IPluginV2Ext(IPluginV2Ext const&) = default;
    IPluginV2Ext(IPluginV2Ext&&) = default;
    IPluginV2Ext& operator=(IPluginV2Ext const&) & = default;
    IPluginV2Ext& operator=(IPluginV2Ext&&) & = default;

    int32_t getTensorRTVersion() const noexcept override {
        return impl::pluginVersionWord(PluginVersion::kV2_EXT);
    }

    /// Replaced by configurePlugin(); never called.
    void configureWithFormat(Dims const* /*inputDims*/, int32_t /*nbInputs*/, Dims const* /*outputDims*/,
                             int32_t /*nbOutputs*/, DataType /*type*/, PluginFormat /*format*/,
                             int32_t /*maxBatchSize*/) noexcept override {}
};

/// IPluginV2Ext with a type and layout of its own for every input and output.
class NV_INFER_DEPRECATED_SINCE_10 IPluginV2IOExt : public IPluginV2Ext {
public:
    /// Tells the plugin the shapes, types and layouts that were chosen.
    virtual void configurePlugin(PluginTensorDesc const* in, int32_t nbInput, PluginTensorDesc const* out,
                                 int32_t nbOutput) noexcept = 0;

    /// Whether inOut[pos] is supported, given inOut[0..pos-1]: the inputs, then the outputs. Later entries
    /// are not valid.
    virtual bool supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut, int32_t nbInputs,
                                           int32_t nbOutputs) const noexcept = 0;

    IPluginV2IOExt() = default;
    ~IPluginV2IOExt() override = default;

protected:
    IPluginV2IOExt(IPluginV2IOExt const&) = default;
    IPluginV2IOExt(IPluginV2IOExt&&) = default;
    IPluginV2IOExt& operator=(IPluginV2IOExt const&) & = default;
    IPluginV2IOExt& operator=(IPluginV2IOExt&&) & = default;

    int32_t getTensorRTVersion() const noexcept override {
        return impl::pluginVersionWord(PluginVersion::kV2_IOEXT);
    }

private:
    // Replaced by the methods above.
    void configurePlugin(Dims const*, int32_t, Dims const*, int32_t, DataType const*, DataType const*,
                         bool const*, bool const*, PluginFormat, int32_t) noexcept final {}
    bool supportsFormat(DataType, PluginFormat) const noexcept final { return false; }
};

namespace v_1_0 {

/// Makes plugins of the second generation. Registered once; it outlives every plugin it made.
class NV_INFER_DEPRECATED_SINCE_10 IPluginCreator : public IPluginCreatorInterface {
public:
#if NV_TENSORRT_MAJOR == 8
    /// The version of the API that the creator was compiled with. A virtual method in 8.6; it has no slot any
    /// more.
    int32_t getTensorRTVersion() const noexcept { return NV_TENSORRT_VERSION; }
#endif

    /// With the version and namespace this is the key in the registry.
    virtual AsciiChar const* getPluginName() const noexcept = 0;
    virtual AsciiChar const* getPluginVersion() const noexcept = 0;

    /// The fields that createPlugin() looks for; the ONNX parser copies only attributes that are named here.
    virtual PluginFieldCollection const* getFieldNames() noexcept = 0;

    /// A new plugin; nullptr on failure. `name` is the layer's. The caller destroys it.
    virtual IPluginV2* createPlugin(AsciiChar const* name, PluginFieldCollection const* fc) noexcept = 0;

    /// The plugin that serialize() wrote; nullptr on failure. The bytes are the caller's. The engine destroys
    /// it.
    virtual IPluginV2* deserializePlugin(AsciiChar const* name, void const* serialData,
                                         size_t serialLength) noexcept = 0;

    /// Called at registration with the namespace given there.
    virtual void setPluginNamespace(AsciiChar const* pluginNamespace) noexcept = 0;
    virtual AsciiChar const* getPluginNamespace() const noexcept = 0;

    IPluginCreator() = default;
    ~IPluginCreator() override = default;

protected:
    IPluginCreator(IPluginCreator const&) = default;
    IPluginCreator(IPluginCreator&&) = default;
    IPluginCreator& operator=(IPluginCreator const&) & = default;
    IPluginCreator& operator=(IPluginCreator&&) & = default;

public:
    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"PLUGIN CREATOR_V1", 1, 0};
    }
};

} // namespace v_1_0

using IPluginCreator = v_1_0::IPluginCreator;

} // namespace nvinfer1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif // NV_INFER_RUNTIME_PLUGIN_H
