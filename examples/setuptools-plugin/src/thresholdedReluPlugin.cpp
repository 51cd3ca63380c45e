// ThresholdedRelu, version "1": an IPluginV2DynamicExt with the field `alpha` (kFLOAT32 x 1), of float32
// tensors of any shape.
#include "thresholdedReluKernel.h"

#include "NvInferRuntime.h"

#include <cstring>
#include <new>
#include <string>

using namespace nvinfer1;

namespace {

constexpr char const* kNAME = "ThresholdedRelu";
constexpr char const* kVERSION = "1";

class ThresholdedReluPlugin final : public IPluginV2DynamicExt {
public:
    explicit ThresholdedReluPlugin(float alpha) : mAlpha(alpha) {}

    IPluginV2DynamicExt* clone() const noexcept override {
        return new (std::nothrow) ThresholdedReluPlugin(*this);
    }
    DimsExprs getOutputDimensions(int32_t, DimsExprs const* inputs, int32_t,
                                  IExprBuilder&) noexcept override {
        return inputs[0];
    }
    bool supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        return inOut[pos].type == DataType::kFLOAT && inOut[pos].format == TensorFormat::kLINEAR;
    }
    void configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                         int32_t) noexcept override {}
    size_t getWorkspaceSize(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                            int32_t) const noexcept override {
        return 0;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        int64_t count = 1;
        for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
            count *= inputDesc[0].dims.d[i];
        }
        auto const status = thresholdedRelu(static_cast<float const*>(inputs[0]),
                                            static_cast<float*>(outputs[0]), mAlpha, count, stream);
        return status == cudaSuccess ? 0 : 1;
    }

    DataType getOutputDataType(int32_t, DataType const* inputTypes, int32_t) const noexcept override {
        return inputTypes[0];
    }
    char const* getPluginType() const noexcept override { return kNAME; }
    char const* getPluginVersion() const noexcept override { return kVERSION; }
    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t initialize() noexcept override { return 0; }
    void terminate() noexcept override {}
    size_t getSerializationSize() const noexcept override { return sizeof mAlpha; }
    void serialize(void* buffer) const noexcept override { std::memcpy(buffer, &mAlpha, sizeof mAlpha); }
    void destroy() noexcept override { delete this; }
    void setPluginNamespace(char const* name) noexcept override { mNamespace = name; }
    char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }

private:
    float mAlpha;
    std::string mNamespace;
};

class ThresholdedReluPluginCreator final : public IPluginCreator {
public:
    char const* getPluginName() const noexcept override { return kNAME; }
    char const* getPluginVersion() const noexcept override { return kVERSION; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mFields; }

    //! \return null when the field `alpha` is missing or is not one float.
    IPluginV2* createPlugin(char const*, PluginFieldCollection const* fields) noexcept override {
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (std::strcmp(field.name, "alpha") == 0 && field.type == PluginFieldType::kFLOAT32 &&
                field.length == 1) {
                return new (std::nothrow) ThresholdedReluPlugin(*static_cast<float const*>(field.data));
            }
        }
        return nullptr;
    }
    //! \param data,length Exactly the bytes that serialize() wrote.
    IPluginV2* deserializePlugin(char const*, void const* data, size_t length) noexcept override {
        float alpha = 0.0F;
        if (length != sizeof alpha) {
            return nullptr;
        }
        std::memcpy(&alpha, data, sizeof alpha);
        return new (std::nothrow) ThresholdedReluPlugin(alpha);
    }
    void setPluginNamespace(char const* name) noexcept override { mNamespace = name; }
    char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }

private:
    PluginField mAlpha{"alpha", nullptr, PluginFieldType::kFLOAT32, 1};
    PluginFieldCollection mFields{1, &mAlpha};
    std::string mNamespace;
};

REGISTER_TENSORRT_PLUGIN(ThresholdedReluPluginCreator);

} // namespace
