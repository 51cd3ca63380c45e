#pragma once
#include <NvInfer.h>

#include <cuda_runtime.h>

#include <new>

//! y[r][i] = exp(x[r][i]) / sum over k of exp(x[r][k]). What is to become fast: rowSoftmax.cu.
//!
//! \param x,y [rows, length] on the device, not the same memory. length is at least 1 where there are rows.
//! \return cudaGetLastError() of the launches.
cudaError_t rowSoftmax(float const* x, float* y, int64_t rows, int64_t length, cudaStream_t stream) noexcept;

//! Softmax over the last dimension, written against IPluginV3: kFLOAT, kLINEAR.
class RowSoftmaxPlugin : public nvinfer1::IPluginV3,
                         public nvinfer1::IPluginV3OneCore,
                         public nvinfer1::IPluginV3OneBuild,
                         public nvinfer1::IPluginV3OneRuntime {
public:
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const*,
                    void const* const* inputs, void* const* outputs, void*,
                    cudaStream_t stream) noexcept override {
        nvinfer1::Dims const& dims = inputDesc[0].dims;
        int64_t const length = dims.d[dims.nbDims - 1];
        int64_t rows = 1;
        for (int32_t i = 0; i + 1 < dims.nbDims; ++i) {
            rows *= dims.d[i];
        }
        auto const* const x = static_cast<float const*>(inputs[0]);
        return rowSoftmax(x, static_cast<float*>(outputs[0]), rows, length, stream) == cudaSuccess ? 0 : 1;
    }

    nvinfer1::IPluginCapability*
    getCapabilityInterface(nvinfer1::PluginCapabilityType type) noexcept override {
        switch (type) {
        case nvinfer1::PluginCapabilityType::kCORE:
            return static_cast<nvinfer1::IPluginV3OneCore*>(this);
        case nvinfer1::PluginCapabilityType::kBUILD:
            return static_cast<nvinfer1::IPluginV3OneBuild*>(this);
        case nvinfer1::PluginCapabilityType::kRUNTIME:
            return static_cast<nvinfer1::IPluginV3OneRuntime*>(this);
        }
        return nullptr;
    }
    nvinfer1::IPluginV3* clone() noexcept override { return new (std::nothrow) RowSoftmaxPlugin(); }
    char const* getPluginName() const noexcept override { return "RowSoftmax"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }

    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t getOutputDataTypes(nvinfer1::DataType* outputTypes, int32_t, nvinfer1::DataType const* inputTypes,
                               int32_t) const noexcept override {
        outputTypes[0] = inputTypes[0];
        return 0;
    }
    int32_t getOutputShapes(nvinfer1::DimsExprs const* inputs, int32_t, nvinfer1::DimsExprs const*, int32_t,
                            nvinfer1::DimsExprs* outputs, int32_t,
                            nvinfer1::IExprBuilder&) noexcept override {
        outputs[0] = inputs[0];
        return 0;
    }
    bool supportsFormatCombination(int32_t pos, nvinfer1::DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        return inOut[pos].desc.type == nvinfer1::DataType::kFLOAT &&
               inOut[pos].desc.format == nvinfer1::TensorFormat::kLINEAR;
    }
    int32_t configurePlugin(nvinfer1::DynamicPluginTensorDesc const*, int32_t,
                            nvinfer1::DynamicPluginTensorDesc const*, int32_t) noexcept override {
        return 0;
    }

    int32_t onShapeChange(nvinfer1::PluginTensorDesc const*, int32_t, nvinfer1::PluginTensorDesc const*,
                          int32_t) noexcept override {
        return 0;
    }
    nvinfer1::IPluginV3* attachToContext(nvinfer1::IPluginResourceContext*) noexcept override {
        return clone();
    }
    nvinfer1::PluginFieldCollection const* getFieldsToSerialize() noexcept override { return &mNone; }

private:
    nvinfer1::PluginFieldCollection mNone{0, nullptr};
};
