#include <NvInfer.h>

#include "clampKernel.h"

#include <cstring>
#include <new>

using namespace nvinfer1;

//! y = x, held between two limits. The arithmetic is in clampKernel.cu, which another compiler makes.
class ClampPlugin : public IPluginV3,
                    public IPluginV3OneCore,
                    public IPluginV3OneBuild,
                    public IPluginV3OneRuntime {
public:
    ClampPlugin(float low, float high) : mLow(low), mHigh(high) {}

    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        int64_t count = 1;
        for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
            count *= inputDesc[0].dims.d[i];
        }
        auto const* const x = static_cast<float const*>(inputs[0]);
        return clamp(x, static_cast<float*>(outputs[0]), mLow, mHigh, count, stream);
    }

    IPluginCapability* getCapabilityInterface(PluginCapabilityType type) noexcept override {
        switch (type) {
        case PluginCapabilityType::kCORE:
            return static_cast<IPluginV3OneCore*>(this);
        case PluginCapabilityType::kBUILD:
            return static_cast<IPluginV3OneBuild*>(this);
        case PluginCapabilityType::kRUNTIME:
            return static_cast<IPluginV3OneRuntime*>(this);
        }
        return nullptr;
    }
    IPluginV3* clone() noexcept override { return new (std::nothrow) ClampPlugin(mLow, mHigh); }
    char const* getPluginName() const noexcept override { return "Clamp"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }

    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t getOutputDataTypes(DataType* outputTypes, int32_t, DataType const* inputTypes,
                               int32_t) const noexcept override {
        outputTypes[0] = inputTypes[0];
        return 0;
    }
    int32_t getOutputShapes(DimsExprs const* inputs, int32_t, DimsExprs const*, int32_t, DimsExprs* outputs,
                            int32_t, IExprBuilder&) noexcept override {
        outputs[0] = inputs[0];
        return 0;
    }
    bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        return inOut[pos].desc.type == DataType::kFLOAT && inOut[pos].desc.format == TensorFormat::kLINEAR;
    }
    int32_t configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) noexcept override {
        return 0;
    }
    int32_t onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                          int32_t) noexcept override {
        return 0;
    }
    IPluginV3* attachToContext(IPluginResourceContext*) noexcept override { return clone(); }
    PluginFieldCollection const* getFieldsToSerialize() noexcept override {
        mFields[0] = PluginField("low", &mLow, PluginFieldType::kFLOAT32, 1);
        mFields[1] = PluginField("high", &mHigh, PluginFieldType::kFLOAT32, 1);
        mCollection.nbFields = 2;
        mCollection.fields = mFields;
        return &mCollection;
    }

private:
    float mLow;
    float mHigh;
    PluginField mFields[2];
    PluginFieldCollection mCollection{};
};

//! Makes ClampPlugin of the fields "low" and "high", one float each.
class ClampCreator : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Clamp"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        float limits[2] = {0.0F, 1.0F};
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (field.type != PluginFieldType::kFLOAT32 || field.length != 1) {
                return nullptr;
            }
            limits[std::strcmp(field.name, "high") == 0 ? 1 : 0] = *static_cast<float const*>(field.data);
        }
        return new (std::nothrow) ClampPlugin(limits[0], limits[1]);
    }

private:
    PluginField mFields[2] = {
        PluginField("low", nullptr, PluginFieldType::kFLOAT32, 1),
        PluginField("high", nullptr, PluginFieldType::kFLOAT32, 1),
    };
    PluginFieldCollection mCollection{2, mFields};
};

REGISTER_TENSORRT_PLUGIN(ClampCreator);
