#pragma once
#include <NvInfer.h>

#include <cuda_runtime.h>

#include <cstdint>
#include <new>
#include <vector>

//! What one Levels plugin computes with; all of it comes from fields.
struct LevelsParameters {
    float scale = 1.0F;
    int32_t limit = 1000000;
    std::vector<float> offsets; //!< one a column, or none: then nothing is added
    bool absolute = false;
};

//! y = min(v, limit), where v = scale * x + offsets[column], or its absolute value.
//! Everything is here but getFieldsToSerialize(), which is yours: fields.cpp.
class LevelsPlugin : public nvinfer1::IPluginV3,
                     public nvinfer1::IPluginV3OneCore,
                     public nvinfer1::IPluginV3OneBuild,
                     public nvinfer1::IPluginV3OneRuntime {
public:
    explicit LevelsPlugin(LevelsParameters const& parameters)
        : mScale(parameters.scale), mLimit(parameters.limit), mOffsets(parameters.offsets),
          mAbsolute(parameters.absolute) {}

    nvinfer1::PluginFieldCollection const* getFieldsToSerialize() noexcept override;
    int32_t enqueue(nvinfer1::PluginTensorDesc const* inputDesc, nvinfer1::PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override;

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
    //! A copy of the parameters; the list of fields is made anew by each object.
    nvinfer1::IPluginV3* clone() noexcept override {
        return new (std::nothrow) LevelsPlugin({mScale, mLimit, mOffsets, mAbsolute});
    }
    char const* getPluginName() const noexcept override { return "Levels"; }
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
    //! What follows from the shape is found out again in every run.
    int32_t onShapeChange(nvinfer1::PluginTensorDesc const* in, int32_t, nvinfer1::PluginTensorDesc const*,
                          int32_t) noexcept override {
        mColumns = in[0].dims.d[in[0].dims.nbDims - 1];
        return 0;
    }
    nvinfer1::IPluginV3* attachToContext(nvinfer1::IPluginResourceContext*) noexcept override {
        return clone();
    }

private:
    float mScale;
    int32_t mLimit;
    std::vector<float> mOffsets;
    bool mAbsolute;
    int64_t mColumns{0}; //!< of the input: set by onShapeChange()

    nvinfer1::PluginField mFieldsToSerialize[5]; //!< room for yours
    nvinfer1::PluginFieldCollection mFieldCollection{};
};
