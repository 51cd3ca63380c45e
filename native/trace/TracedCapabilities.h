#pragma once

#include "NvInferRuntime.h"
#include "ObjectIdentity.h"
#include "PreparedEnqueue.h"

#include <memory>
#include <string>

namespace workbook::trace {

class CallRecord;
class TracedPluginV3;

//! How many inputs and outputs a plugin was last told of: enqueue() is not told.
struct TensorCounts {
    int32_t nbInputs{0};
    int32_t nbOutputs{0};
};

//! What the three capability wrappers of one plugin share. The plugin wrapper owns it.
struct TracedState {
    std::shared_ptr<ObjectIdentity const> identity;
    TensorCounts counts;
};

//! The three capability interfaces, forwarded and recorded. Each is made when first asked for and owned by
//! the plugin wrapper. Never the real object's pointer reinterpreted: the wrapper static_casts from
//! IPluginCapability.
class TracedCore final : public nvinfer1::IPluginV3OneCore {
public:
    TracedCore(TracedState& state, nvinfer1::IPluginV3OneCore& real) : mState(state), mReal(real) {}

    nvinfer1::APILanguage getAPILanguage() const noexcept override { return mReal.getAPILanguage(); }
    nvinfer1::InterfaceInfo getInterfaceInfo() const noexcept override { return mReal.getInterfaceInfo(); }
    char const* getPluginName() const noexcept override;
    char const* getPluginVersion() const noexcept override;
    char const* getPluginNamespace() const noexcept override;

private:
    TracedState& mState;
    nvinfer1::IPluginV3OneCore& mReal;
};

//! Derives from BuildV2, but says what the real object says in getInterfaceInfo(): a V1 build interface is
//! never asked for aliases.
class TracedBuild final : public nvinfer1::IPluginV3OneBuildV2 {
public:
    TracedBuild(TracedState& state, nvinfer1::IPluginV3OneBuild& real) : mState(state), mReal(real) {}

    nvinfer1::APILanguage getAPILanguage() const noexcept override { return mReal.getAPILanguage(); }
    nvinfer1::InterfaceInfo getInterfaceInfo() const noexcept override { return mReal.getInterfaceInfo(); }
    int32_t configurePlugin(nvinfer1::DynamicPluginTensorDesc const* in, int32_t nbInputs,
                            nvinfer1::DynamicPluginTensorDesc const* out,
                            int32_t nbOutputs) noexcept override;
    int32_t getOutputDataTypes(nvinfer1::DataType* outputTypes, int32_t nbOutputs,
                               nvinfer1::DataType const* inputTypes,
                               int32_t nbInputs) const noexcept override;
    int32_t getOutputShapes(nvinfer1::DimsExprs const* inputs, int32_t nbInputs,
                            nvinfer1::DimsExprs const* shapeInputs, int32_t nbShapeInputs,
                            nvinfer1::DimsExprs* outputs, int32_t nbOutputs,
                            nvinfer1::IExprBuilder& exprBuilder) noexcept override;
    bool supportsFormatCombination(int32_t pos, nvinfer1::DynamicPluginTensorDesc const* inOut,
                                   int32_t nbInputs, int32_t nbOutputs) noexcept override;
    int32_t getNbOutputs() const noexcept override;
    size_t getWorkspaceSize(nvinfer1::DynamicPluginTensorDesc const* inputs, int32_t nbInputs,
                            nvinfer1::DynamicPluginTensorDesc const* outputs,
                            int32_t nbOutputs) const noexcept override;
    int32_t getValidTactics(int32_t* tactics, int32_t nbTactics) noexcept override;
    int32_t getNbTactics() noexcept override;
    char const* getTimingCacheID() noexcept override;
    int32_t getFormatCombinationLimit() noexcept override;
    char const* getMetadataString() noexcept override;
    int32_t getAliasedInput(int32_t outputIndex) noexcept override;

private:
    TracedState& mState;
    nvinfer1::IPluginV3OneBuild& mReal;
};

class TracedRuntime final : public nvinfer1::IPluginV3OneRuntime {
public:
    TracedRuntime(TracedState& state, nvinfer1::IPluginV3OneRuntime& real) : mState(state), mReal(real) {}

    nvinfer1::APILanguage getAPILanguage() const noexcept override { return mReal.getAPILanguage(); }
    nvinfer1::InterfaceInfo getInterfaceInfo() const noexcept override { return mReal.getInterfaceInfo(); }
    int32_t setTactic(int32_t tactic) noexcept override;
    int32_t onShapeChange(nvinfer1::PluginTensorDesc const* in, int32_t nbInputs,
                          nvinfer1::PluginTensorDesc const* out, int32_t nbOutputs) noexcept override;
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override;
    nvinfer1::IPluginV3* attachToContext(nvinfer1::IPluginResourceContext* context) noexcept override;
    nvinfer1::PluginFieldCollection const* getFieldsToSerialize() noexcept override;

private:
    TracedState& mState;
    nvinfer1::IPluginV3OneRuntime& mReal;
    PreparedEnqueue mEnqueue;
};

} // namespace workbook::trace
