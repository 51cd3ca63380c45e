// The plugins of bench/: "BenchRow", version "1" an IPluginV2DynamicExt, version "2" an IPluginV3. They
// compute nothing: an enqueue costs what the host adds to it.
#include <NvInferRuntime.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

using namespace nvinfer1;

namespace {

//! The fields of both versions, each a kINT32; a serialised V2 plugin is these bytes.
struct Options {
    int32_t layers{0}; //!< enqueue() calls the enqueue() of so many plugins of its own kind
    int32_t format{static_cast<int32_t>(TensorFormat::kLINEAR)}; //!< the only one; -1: kLINEAR and kHWC
    int32_t grow{0}; //!< 1: the first extent is added to itself; -1: it is halved
};

bool isSupported(Options const& options, PluginTensorDesc const* descs, int32_t pos) {
    if (pos > 0) {
        return descs[pos].type == descs[0].type && descs[pos].format == descs[0].format;
    }
    bool const accepted = options.format >= 0 ? static_cast<int32_t>(descs[0].format) == options.format
                                              : descs[0].format == TensorFormat::kLINEAR ||
                                                    descs[0].format == TensorFormat::kHWC;
    return descs[0].type == DataType::kFLOAT && accepted;
}

DimsExprs outputShape(Options const& options, DimsExprs shape, IExprBuilder& builder) {
    if (options.grow > 0) {
        shape.d[0] = builder.operation(DimensionOperation::kSUM, *shape.d[0], *shape.d[0]);
    } else if (options.grow < 0) {
        shape.d[0] = builder.operation(DimensionOperation::kFLOOR_DIV, *shape.d[0], *builder.constant(2));
    }
    return shape;
}

class RowPlugin : public IPluginV3,
                  public IPluginV3OneCore,
                  public IPluginV3OneBuild,
                  public IPluginV3OneRuntime {
public:
    explicit RowPlugin(Options const& options) : mOptions(options) {
        for (int32_t i = 0; i < options.layers; ++i) {
            mRow.push_back(std::make_unique<RowPlugin>(Options{}));
        }
        for (PluginField const& field : {PluginField{"layers", &mOptions.layers, PluginFieldType::kINT32, 1},
                                         PluginField{"format", &mOptions.format, PluginFieldType::kINT32, 1},
                                         PluginField{"grow", &mOptions.grow, PluginFieldType::kINT32, 1}}) {
            mFields.push_back(field);
        }
        mCollection = {static_cast<int32_t>(mFields.size()), mFields.data()};
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
    IPluginV3* clone() noexcept override { return new RowPlugin(mOptions); }

    char const* getPluginName() const noexcept override { return "BenchRow"; }
    char const* getPluginVersion() const noexcept override { return "2"; }
    char const* getPluginNamespace() const noexcept override { return ""; }

    int32_t configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) noexcept override {
        return 0;
    }
    int32_t getOutputDataTypes(DataType* types, int32_t, DataType const* inputTypes,
                               int32_t) const noexcept override {
        types[0] = inputTypes[0];
        return 0;
    }
    int32_t getOutputShapes(DimsExprs const* inputs, int32_t, DimsExprs const*, int32_t, DimsExprs* outputs,
                            int32_t, IExprBuilder& builder) noexcept override {
        outputs[0] = outputShape(mOptions, inputs[0], builder);
        return 0;
    }
    bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        PluginTensorDesc const descs[] = {inOut[0].desc, inOut[pos].desc};
        return isSupported(mOptions, descs, pos);
    }
    int32_t getNbOutputs() const noexcept override { return 1; }

    int32_t setTactic(int32_t) noexcept override { return 0; }
    int32_t onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                          int32_t) noexcept override {
        return 0;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override {
        for (std::unique_ptr<IPluginV3OneRuntime> const& layer : mRow) {
            if (int32_t const code =
                    layer->enqueue(inputDesc, outputDesc, inputs, outputs, workspace, stream)) {
                return code;
            }
        }
        return 0;
    }
    IPluginV3* attachToContext(IPluginResourceContext*) noexcept override { return clone(); }
    PluginFieldCollection const* getFieldsToSerialize() noexcept override { return &mCollection; }

private:
    Options mOptions;
    std::vector<std::unique_ptr<IPluginV3OneRuntime>> mRow;
    std::vector<PluginField> mFields;
    PluginFieldCollection mCollection{};
};

class RowPluginV2 final : public IPluginV2DynamicExt {
public:
    explicit RowPluginV2(Options const& options) : mOptions(options) {
        for (int32_t i = 0; i < options.layers; ++i) {
            mRow.push_back(std::make_unique<RowPluginV2>(Options{}));
        }
    }

    char const* getPluginType() const noexcept override { return "BenchRow"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    void setPluginNamespace(char const*) noexcept override {}
    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t initialize() noexcept override { return 0; }
    void terminate() noexcept override {}
    void destroy() noexcept override { delete this; }
    IPluginV2DynamicExt* clone() const noexcept override { return new RowPluginV2(mOptions); }
    size_t getSerializationSize() const noexcept override { return sizeof(mOptions); }
    void serialize(void* buffer) const noexcept override { std::memcpy(buffer, &mOptions, sizeof(mOptions)); }

    DataType getOutputDataType(int32_t, DataType const* inputTypes, int32_t) const noexcept override {
        return inputTypes[0];
    }
    DimsExprs getOutputDimensions(int32_t, DimsExprs const* inputs, int32_t,
                                  IExprBuilder& builder) noexcept override {
        return outputShape(mOptions, inputs[0], builder);
    }
    bool supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        return isSupported(mOptions, inOut, pos);
    }
    void configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                         int32_t) noexcept override {}
    size_t getWorkspaceSize(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                            int32_t) const noexcept override {
        return 0;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                    void const* const* inputs, void* const* outputs, void* workspace,
                    cudaStream_t stream) noexcept override {
        for (std::unique_ptr<RowPluginV2> const& layer : mRow) {
            IPluginV2DynamicExt& plugin = *layer;
            if (int32_t const code =
                    plugin.enqueue(inputDesc, outputDesc, inputs, outputs, workspace, stream)) {
                return code;
            }
        }
        return 0;
    }

private:
    Options mOptions;
    std::vector<std::unique_ptr<RowPluginV2>> mRow;
};

//! Options that are not given keep their defaults.
Options toOptions(PluginFieldCollection const& fields) {
    Options options;
    for (int32_t i = 0; i < fields.nbFields; ++i) {
        PluginField const& field = fields.fields[i];
        for (auto const& [name, option] : {std::pair<char const*, int32_t*>{"layers", &options.layers},
                                           {"format", &options.format},
                                           {"grow", &options.grow}}) {
            if (std::strcmp(field.name, name) == 0) {
                *option = *static_cast<int32_t const*>(field.data);
            }
        }
    }
    return options;
}

PluginFieldCollection const* fieldNames() {
    static PluginField fields[] = {{"layers", nullptr, PluginFieldType::kINT32, 1},
                                   {"format", nullptr, PluginFieldType::kINT32, 1},
                                   {"grow", nullptr, PluginFieldType::kINT32, 1}};
    static PluginFieldCollection collection{static_cast<int32_t>(std::size(fields)), fields};
    return &collection;
}

class RowCreator final : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "BenchRow"; }
    char const* getPluginVersion() const noexcept override { return "2"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return fieldNames(); }
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        return new RowPlugin(toOptions(*fields));
    }
};

class RowCreatorV2 final : public IPluginCreator {
public:
    char const* getPluginName() const noexcept override { return "BenchRow"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    void setPluginNamespace(char const*) noexcept override {}
    PluginFieldCollection const* getFieldNames() noexcept override { return fieldNames(); }
    IPluginV2* createPlugin(char const*, PluginFieldCollection const* fields) noexcept override {
        return new RowPluginV2(toOptions(*fields));
    }
    IPluginV2* deserializePlugin(char const*, void const* data, size_t length) noexcept override {
        Options options;
        if (length != sizeof(options)) {
            return nullptr;
        }
        std::memcpy(&options, data, length);
        return new RowPluginV2(options);
    }
};

} // namespace

extern "C" void setLoggerFinder(ILoggerFinder*) {}

extern "C" IPluginCreatorInterface* const* getCreators(int32_t& count) {
    static RowCreator creator;
    static RowCreatorV2 creatorV2;
    static IPluginCreatorInterface* const list[] = {&creator, &creatorV2};
    count = static_cast<int32_t>(std::size(list));
    return list;
}
