/// The second plugin generation with dynamic shapes. Included by NvInferRuntime.h.
#ifndef NV_INFER_STAND_IN_PLUGIN_V2_DYNAMIC_EXT_H
#define NV_INFER_STAND_IN_PLUGIN_V2_DYNAMIC_EXT_H

#include "../NvInferRuntimePlugin.h"
#include "Expressions.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#endif

namespace nvinfer1 {

/// A plugin whose shapes may be known only when it runs.
///
/// Build: clone, getOutputDimensions, supportsFormatCombination, configurePlugin, getWorkspaceSize,
/// initialize, serialize. Run: deserializePlugin, initialize; for each context clone, attachToContext;
/// configurePlugin when a shape changed, enqueue.
class NV_INFER_DEPRECATED_SINCE_10 IPluginV2DynamicExt : public nvinfer1::IPluginV2Ext {
public:
    IPluginV2DynamicExt* clone() const noexcept override = 0;

    /// The shape of output `outputIndex` from the shapes of the inputs. Asked while the network is built;
    /// expressions that it makes come from `exprBuilder`.
    virtual DimsExprs getOutputDimensions(int32_t outputIndex, DimsExprs const* inputs, int32_t nbInputs,
                                          IExprBuilder& exprBuilder) noexcept = 0;

    /// supportsFormatCombination() may accept this many combinations.
    static constexpr int32_t kFORMAT_COMBINATION_LIMIT = 100;

    /// Whether inOut[pos] can have its type and layout, given inOut[0..pos-1]: the inputs, then the outputs.
    /// Later entries are not valid. Asked at build.
    virtual bool supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut, int32_t nbInputs,
                                           int32_t nbOutputs) noexcept = 0;

    /// At build: types and layouts as chosen, shapes with -1 and their ranges. At run time, after a profile
    /// or a shape changed: shapes as they are, min and max equal to them.
    virtual void configurePlugin(DynamicPluginTensorDesc const* in, int32_t nbInputs,
                                 DynamicPluginTensorDesc const* out, int32_t nbOutputs) noexcept = 0;

    /// Bytes of device memory that enqueue() needs, enough for these shapes and smaller ones. After
    /// configurePlugin().
    virtual size_t getWorkspaceSize(PluginTensorDesc const* inputs, int32_t nbInputs,
                                    PluginTensorDesc const* outputs, int32_t nbOutputs) const noexcept = 0;

    /// Puts the work on `stream` and returns without waiting; 0 is success. `inputs` and `outputs` are host
    /// arrays of device addresses. May be called on clones of several contexts at once.
    virtual int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                            void const* const* inputs, void* const* outputs, void* workspace,
                            cudaStream_t stream) noexcept = 0;

protected:
    int32_t getTensorRTVersion() const noexcept override {
        return impl::pluginVersionWord(PluginVersion::kV2_DYNAMICEXT);
    }

    virtual ~IPluginV2DynamicExt() noexcept {}

private:
    // What the bases ask of plugins without dynamic shapes; not called on this one.
    void configurePlugin(Dims const*, int32_t, Dims const*, int32_t, DataType const*, DataType const*,
                         bool const*, bool const*, PluginFormat, int32_t) noexcept final {}
    bool supportsFormat(DataType, PluginFormat) const noexcept final { return false; }
    Dims getOutputDimensions(int32_t, Dims const*, int32_t) noexcept final { return Dims{-1, {}}; }
#if NV_TENSORRT_MAJOR < 11
    NV_INFER_DEPRECATED_SINCE_10 bool isOutputBroadcastAcrossBatch(int32_t, bool const*,
                                                                   int32_t) const noexcept final {
        return false;
    }
    NV_INFER_DEPRECATED_SINCE_10 bool canBroadcastInputAcrossBatch(int32_t) const noexcept final {
        return true;
    }
#endif
    size_t getWorkspaceSize(int32_t) const noexcept final { return 0; }
    int32_t enqueue(int32_t, void const* const*, void* const*, void*, cudaStream_t) noexcept final {
        return 1;
    }
};

} // namespace nvinfer1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif // NV_INFER_STAND_IN_PLUGIN_V2_DYNAMIC_EXT_H
