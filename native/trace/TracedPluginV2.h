#pragma once

#include "Export.h"
#include "NvInferRuntime.h"
#include "ObjectIdentity.h"
#include "PreparedEnqueue.h"

#include <memory>

namespace workbook::trace {

class CallRecord;

//! An IPluginV2DynamicExt that forwards every call to the plugin it owns and records it. clone() returns a
//! wrapper too.
class WORKBOOK_EXPORT TracedPluginV2 final : public nvinfer1::IPluginV2DynamicExt {
public:
    //! Wraps what `call` returned. A plugin that is not IPluginV2DynamicExt cannot be wrapped and is returned
    //! as it is.
    //! \param creator The wrapper that cloned it, whose configured counts it inherits; nullptr for a
    //! creator's.
    static nvinfer1::IPluginV2* wrap(nvinfer1::IPluginV2* real, CallRecord& call,
                                     std::string const& className, TracedPluginV2 const* clonedFrom);

    //! Whether a plugin says that it is IPluginV2DynamicExt (the high byte of getTensorRTVersion()).
    static bool isDynamicExt(nvinfer1::IPluginV2 const& plugin) noexcept;

    ObjectIdentity const& identity() const { return *mIdentity; }

    int32_t getTensorRTVersion() const noexcept override;
    char const* getPluginType() const noexcept override;
    char const* getPluginVersion() const noexcept override;
    int32_t getNbOutputs() const noexcept override;
    int32_t initialize() noexcept override;
    void terminate() noexcept override;
    size_t getSerializationSize() const noexcept override;
    void serialize(void* buffer) const noexcept override;
    void destroy() noexcept override;
    void setPluginNamespace(char const* pluginNamespace) noexcept override;
    char const* getPluginNamespace() const noexcept override;
    nvinfer1::DataType getOutputDataType(int32_t index, nvinfer1::DataType const* inputTypes,
                                         int32_t nbInputs) const noexcept override;
    void attachToContext(cudnnContext* cudnn, cublasContext* cublas,
                         nvinfer1::IGpuAllocator* allocator) noexcept override;
    void detachFromContext() noexcept override;
    nvinfer1::IPluginV2DynamicExt* clone() const noexcept override;
    nvinfer1::DimsExprs getOutputDimensions(int32_t outputIndex, nvinfer1::DimsExprs const* inputs,
                                            int32_t nbInputs,
                                            nvinfer1::IExprBuilder& exprBuilder) noexcept override;
    bool supportsFormatCombination(int32_t pos, nvinfer1::PluginTensorDesc const* inOut, int32_t nbInputs,
                                   int32_t nbOutputs) noexcept override;
    void configurePlugin(nvinfer1::DynamicPluginTensorDesc const* in, int32_t nbInputs,
                         nvinfer1::DynamicPluginTensorDesc const* out, int32_t nbOutputs) noexcept override;
    size_t getWorkspaceSize(nvinfer1::PluginTensorDesc const* inputs, int32_t nbInputs,
                            nvinfer1::PluginTensorDesc const* outputs,
                            int32_t nbOutputs) const noexcept override;
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override;

private:
    TracedPluginV2(nvinfer1::IPluginV2DynamicExt& real, std::shared_ptr<ObjectIdentity const> identity);
    ~TracedPluginV2() noexcept override = default;

    nvinfer1::IPluginV2DynamicExt& mReal;
    std::shared_ptr<ObjectIdentity const> mIdentity;
    int32_t mNbInputs{0}; //!< as last configured: enqueue() is not told
    int32_t mNbOutputs{0};
    PreparedEnqueue mEnqueue;
};

} // namespace workbook::trace
