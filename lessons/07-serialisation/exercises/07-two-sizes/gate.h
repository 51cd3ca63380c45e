#pragma once
#include <NvInfer.h>

#include <cuda_runtime.h>

#include <cstdint>
#include <new>
#include <string>

//! y = x > threshold ? gain * x : 0; inverted it lets through what is *not* above the threshold.
struct GateParameters {
    bool inverted = false;
    float threshold = 0.0F;
    float gain = 1.0F;
};

//! Gate as IPluginV2DynamicExt, version "1". Its bytes are written and read in gate.cpp; all else is here and
//! in gateGiven.cu.
class GatePlugin : public nvinfer1::IPluginV2DynamicExt {
public:
    explicit GatePlugin(GateParameters const& parameters)
        : mInverted(parameters.inverted), mThreshold(parameters.threshold), mGain(parameters.gain) {}

    size_t getSerializationSize() const noexcept override;
    void serialize(void* buffer) const noexcept override;

    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override;
    nvinfer1::IPluginV2DynamicExt* clone() const noexcept override {
        return new (std::nothrow) GatePlugin(*this);
    }
    char const* getPluginType() const noexcept override { return "Gate"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t initialize() noexcept override { return 0; }
    void terminate() noexcept override {}
    void destroy() noexcept override { delete this; }
    void setPluginNamespace(char const* pluginNamespace) noexcept override {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
    }
    char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }
    nvinfer1::DataType getOutputDataType(int32_t, nvinfer1::DataType const* inputTypes,
                                         int32_t) const noexcept override {
        return inputTypes[0];
    }
    nvinfer1::DimsExprs getOutputDimensions(int32_t, nvinfer1::DimsExprs const* inputs, int32_t,
                                            nvinfer1::IExprBuilder&) noexcept override {
        return inputs[0];
    }
    bool supportsFormatCombination(int32_t pos, nvinfer1::PluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        return inOut[pos].type == nvinfer1::DataType::kFLOAT &&
               inOut[pos].format == nvinfer1::TensorFormat::kLINEAR;
    }
    void configurePlugin(nvinfer1::DynamicPluginTensorDesc const*, int32_t,
                         nvinfer1::DynamicPluginTensorDesc const*, int32_t) noexcept override {}
    size_t getWorkspaceSize(nvinfer1::PluginTensorDesc const*, int32_t, nvinfer1::PluginTensorDesc const*,
                            int32_t) const noexcept override {
        return 0;
    }

private:
    bool mInverted;
    float mThreshold;
    float mGain;
    std::string mNamespace;
};

//! Reads what GatePlugin::serialize() wrote.
//! \param data,length What stands in the engine file. May be of another layout: an engine of another version,
//! a damaged file.
//! \param parameters What was read.
//! \return false where these are not the bytes of a Gate; then nothing is read outside of them.
bool readGate(void const* data, size_t length, GateParameters& parameters) noexcept;
