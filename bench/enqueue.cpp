// The plugin of bench/enqueue.ts: its enqueue() calls the enqueue() of `layers` plugins of its own kind, straight, and does nothing else.
#include <NvInferRuntime.h>

#include <cstdint>
#include <memory>
#include <vector>

using namespace nvinfer1;

namespace {

class RowPlugin : public IPluginV3, public IPluginV3OneCore, public IPluginV3OneBuild, public IPluginV3OneRuntime {
public:
    explicit RowPlugin(int32_t layers) : mLayers(layers) {
        for (int32_t i = 0; i < layers; ++i) {
            mRow.push_back(std::make_unique<RowPlugin>(0));
        }
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
    IPluginV3* clone() noexcept override { return new RowPlugin(mLayers); }

    char const* getPluginName() const noexcept override { return "EnqueueRow"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }

    int32_t configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) noexcept override {
        return 0;
    }
    int32_t getOutputDataTypes(DataType* types, int32_t, DataType const* inputTypes, int32_t) const noexcept override {
        types[0] = inputTypes[0];
        return 0;
    }
    int32_t getOutputShapes(DimsExprs const* inputs, int32_t, DimsExprs const*, int32_t, DimsExprs* outputs, int32_t,
                            IExprBuilder&) noexcept override {
        outputs[0] = inputs[0];
        return 0;
    }
    bool supportsFormatCombination(int32_t, DynamicPluginTensorDesc const*, int32_t, int32_t) noexcept override {
        return true;
    }
    int32_t getNbOutputs() const noexcept override { return 1; }

    int32_t setTactic(int32_t) noexcept override { return 0; }
    int32_t onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*, int32_t) noexcept override {
        return 0;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc, void const* const* inputs,
                    void* const* outputs, void* workspace, cudaStream_t stream) noexcept override {
        for (std::unique_ptr<IPluginV3OneRuntime> const& layer : mRow) {
            if (int32_t const code = layer->enqueue(inputDesc, outputDesc, inputs, outputs, workspace, stream)) {
                return code;
            }
        }
        return 0;
    }
    IPluginV3* attachToContext(IPluginResourceContext*) noexcept override { return clone(); }
    PluginFieldCollection const* getFieldsToSerialize() noexcept override { return &mNoFields; }

private:
    int32_t mLayers;
    std::vector<std::unique_ptr<IPluginV3OneRuntime>> mRow;
    PluginFieldCollection mNoFields{0, nullptr};
};

class RowCreator final : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "EnqueueRow"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mFields; }
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields, TensorRTPhase) noexcept override {
        int32_t layers = 0;
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            layers = *static_cast<int32_t const*>(fields->fields[i].data);
        }
        return new RowPlugin(layers);
    }

private:
    PluginField mField{"layers", nullptr, PluginFieldType::kINT32, 1};
    PluginFieldCollection mFields{1, &mField};
};

} // namespace

extern "C" void setLoggerFinder(ILoggerFinder*) {}

extern "C" IPluginCreatorInterface* const* getCreators(int32_t& count) {
    static RowCreator creator;
    static IPluginCreatorInterface* const list[] = {&creator};
    count = 1;
    return list;
}
