#pragma once

//! Plugins that note how they are called.

#include "NvInferRuntime.h"

#include <sstream>
#include <string>

namespace plugins {

//! What the plugins noted: every method with its arguments, pointers included.
inline std::string& notes() {
    static std::string text;
    return text;
}

template <class... Args> void note(char const* method, Args const&... args) {
    std::ostringstream line;
    line << method;
    ((line << " " << args), ...);
    notes() += line.str() + "\n";
}

inline std::string expected(std::string const& line) { return line + "\n"; }

//! A builder of which only the address is used.
class NoBuilder final : public nvinfer1::IExprBuilder {};

//! An IPluginV3 whose build interface is Build (V1 or BuildV2).
template <class Build = nvinfer1::IPluginV3OneBuild>
class V3 : public nvinfer1::IPluginV3,
           public nvinfer1::IPluginV3OneCore,
           public Build,
           public nvinfer1::IPluginV3OneRuntime {
public:
    ~V3() noexcept override { note("~V3"); }

    nvinfer1::InterfaceInfo getInterfaceInfo() const noexcept override { return {"PLUGIN", 1, 0}; }
    nvinfer1::APILanguage getAPILanguage() const noexcept override { return nvinfer1::APILanguage::kCPP; }
    nvinfer1::IPluginCapability*
    getCapabilityInterface(nvinfer1::PluginCapabilityType type) noexcept override {
        note("getCapabilityInterface", static_cast<int>(type));
        switch (type) {
        case nvinfer1::PluginCapabilityType::kCORE:
            return static_cast<nvinfer1::IPluginV3OneCore*>(this);
        case nvinfer1::PluginCapabilityType::kBUILD:
            return hasBuild ? static_cast<Build*>(this) : nullptr;
        case nvinfer1::PluginCapabilityType::kRUNTIME:
            break;
        }
        return static_cast<nvinfer1::IPluginV3OneRuntime*>(this);
    }
    nvinfer1::IPluginV3* clone() noexcept override {
        note("clone");
        return cloneable ? new V3 : nullptr;
    }
    char const* getPluginName() const noexcept override { return "Fake"; }
    char const* getPluginVersion() const noexcept override { return "2"; }
    char const* getPluginNamespace() const noexcept override { return nullptr; }
    int32_t configurePlugin(nvinfer1::DynamicPluginTensorDesc const* in, int32_t nbInputs,
                            nvinfer1::DynamicPluginTensorDesc const* out,
                            int32_t nbOutputs) noexcept override {
        note("configurePlugin", in, nbInputs, out, nbOutputs);
        return 11;
    }
    int32_t getOutputDataTypes(nvinfer1::DataType* types, int32_t nbOutputs,
                               nvinfer1::DataType const* inputTypes,
                               int32_t nbInputs) const noexcept override {
        note("getOutputDataTypes", types, nbOutputs, inputTypes, nbInputs);
        types[0] = nvinfer1::DataType::kHALF;
        return 0;
    }
    int32_t getOutputShapes(nvinfer1::DimsExprs const* inputs, int32_t nbInputs,
                            nvinfer1::DimsExprs const* shapeInputs, int32_t nbShapeInputs,
                            nvinfer1::DimsExprs* outputs, int32_t nbOutputs,
                            nvinfer1::IExprBuilder& builder) noexcept override {
        note("getOutputShapes", inputs, nbInputs, shapeInputs, nbShapeInputs, outputs, nbOutputs, &builder);
        outputs[0].nbDims = 1;
        outputs[0].d[0] = returnedExpr;
        return 12;
    }
    bool supportsFormatCombination(int32_t pos, nvinfer1::DynamicPluginTensorDesc const* inOut,
                                   int32_t nbInputs, int32_t nbOutputs) noexcept override {
        note("supportsFormatCombination", pos, inOut, nbInputs, nbOutputs);
        return true;
    }
    int32_t getNbOutputs() const noexcept override { return 1; }
    size_t getWorkspaceSize(nvinfer1::DynamicPluginTensorDesc const* in, int32_t nbInputs,
                            nvinfer1::DynamicPluginTensorDesc const* out,
                            int32_t nbOutputs) const noexcept override {
        note("getWorkspaceSize", in, nbInputs, out, nbOutputs);
        return size_t{5} << 32;
    }
    int32_t getValidTactics(int32_t* tactics, int32_t nbTactics) noexcept override {
        note("getValidTactics", tactics, nbTactics);
        tactics[0] = 7;
        return 0;
    }
    int32_t getNbTactics() noexcept override { return 1; }
    char const* getTimingCacheID() noexcept override { return "id"; }
    int32_t getFormatCombinationLimit() noexcept override { return 3; }
    char const* getMetadataString() noexcept override { return "metadata"; }
    int32_t setTactic(int32_t tactic) noexcept override {
        note("setTactic", tactic);
        return 13;
    }
    int32_t onShapeChange(nvinfer1::PluginTensorDesc const* in, int32_t nbInputs,
                          nvinfer1::PluginTensorDesc const* out, int32_t nbOutputs) noexcept override {
        note("onShapeChange", in, nbInputs, out, nbOutputs);
        return 14;
    }
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override {
        note("enqueue", inputDesc, outputDesc, inputs, outputs, workspace, stream);
        return 15;
    }
    nvinfer1::IPluginV3* attachToContext(nvinfer1::IPluginResourceContext* context) noexcept override {
        note("attachToContext", context);
        return new V3;
    }
    nvinfer1::PluginFieldCollection const* getFieldsToSerialize() noexcept override { return fields; }

    bool hasBuild{true};
    bool cloneable{true};
    nvinfer1::IDimensionExpr const* returnedExpr{nullptr};
    nvinfer1::PluginFieldCollection const* fields{nullptr};
};

//! A creator that hands out the plugin it was given.
class CreatorV3 : public nvinfer1::IPluginCreatorV3One {
public:
    explicit CreatorV3(nvinfer1::IPluginV3* plugin) : mPlugin(plugin) {}
    nvinfer1::IPluginV3* createPlugin(char const* name, nvinfer1::PluginFieldCollection const* fields,
                                      nvinfer1::TensorRTPhase phase) noexcept override {
        note("createPlugin", name, fields, static_cast<int>(phase));
        return mPlugin;
    }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &fieldNames; }
    char const* getPluginName() const noexcept override { return "Fake"; }
    char const* getPluginVersion() const noexcept override { return "2"; }
    char const* getPluginNamespace() const noexcept override { return ""; }

    nvinfer1::PluginFieldCollection fieldNames{};

private:
    nvinfer1::IPluginV3* mPlugin;
};

//! An IPluginV2DynamicExt.
class V2 : public nvinfer1::IPluginV2DynamicExt {
public:
    ~V2() noexcept override { note("~V2"); }
    nvinfer1::IPluginV2DynamicExt* clone() const noexcept override { return cloneable ? new V2 : nullptr; }
    nvinfer1::DimsExprs getOutputDimensions(int32_t outputIndex, nvinfer1::DimsExprs const* inputs,
                                            int32_t nbInputs,
                                            nvinfer1::IExprBuilder& builder) noexcept override {
        note("getOutputDimensions", outputIndex, inputs, nbInputs, &builder);
        return nvinfer1::DimsExprs{};
    }
    bool supportsFormatCombination(int32_t pos, nvinfer1::PluginTensorDesc const* inOut, int32_t nbInputs,
                                   int32_t nbOutputs) noexcept override {
        note("supportsFormatCombination", pos, inOut, nbInputs, nbOutputs);
        return false;
    }
    void configurePlugin(nvinfer1::DynamicPluginTensorDesc const* in, int32_t nbInputs,
                         nvinfer1::DynamicPluginTensorDesc const* out, int32_t nbOutputs) noexcept override {
        note("configurePlugin", in, nbInputs, out, nbOutputs);
    }
    size_t getWorkspaceSize(nvinfer1::PluginTensorDesc const* in, int32_t nbInputs,
                            nvinfer1::PluginTensorDesc const* out,
                            int32_t nbOutputs) const noexcept override {
        note("getWorkspaceSize", in, nbInputs, out, nbOutputs);
        return 21;
    }
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override {
        note("enqueue", inputDesc, outputDesc, inputs, outputs, workspace, stream);
        return 22;
    }
    nvinfer1::DataType getOutputDataType(int32_t index, nvinfer1::DataType const* types,
                                         int32_t nbInputs) const noexcept override {
        note("getOutputDataType", index, types, nbInputs);
        return nvinfer1::DataType::kINT64;
    }
    void attachToContext(cudnnContext* cudnn, cublasContext* cublas,
                         nvinfer1::IGpuAllocator* allocator) noexcept override {
        note("attachToContext", cudnn, cublas, allocator);
    }
    void detachFromContext() noexcept override { note("detachFromContext"); }
    char const* getPluginType() const noexcept override { return "Fake"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    int32_t getNbOutputs() const noexcept override { return 2; }
    int32_t initialize() noexcept override { return 23; }
    void terminate() noexcept override { note("terminate"); }
    size_t getSerializationSize() const noexcept override { return 24; }
    void serialize(void* buffer) const noexcept override { note("serialize", buffer); }
    void destroy() noexcept override {
        note("destroy");
        delete this;
    }
    void setPluginNamespace(char const* nameSpace) noexcept override {
        note("setPluginNamespace", nameSpace);
    }
    char const* getPluginNamespace() const noexcept override { return "ns"; }

    bool cloneable{true};
};

class CreatorV1 : public nvinfer1::IPluginCreator {
public:
    explicit CreatorV1(nvinfer1::IPluginV2* plugin) : mPlugin(plugin) {}
    char const* getPluginName() const noexcept override { return "Fake"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return nullptr; }
    nvinfer1::IPluginV2* createPlugin(char const* name,
                                      nvinfer1::PluginFieldCollection const* fields) noexcept override {
        note("createPlugin", name, fields);
        return mPlugin;
    }
    nvinfer1::IPluginV2* deserializePlugin(char const* name, void const* data,
                                           size_t length) noexcept override {
        note("deserializePlugin", name, data, length);
        return mPlugin;
    }
    void setPluginNamespace(char const* nameSpace) noexcept override {
        note("setPluginNamespace", nameSpace);
    }
    char const* getPluginNamespace() const noexcept override { return "ns"; }

private:
    nvinfer1::IPluginV2* mPlugin;
};

} // namespace plugins
