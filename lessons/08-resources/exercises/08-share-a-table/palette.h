#pragma once
#include <NvInfer.h>

#include <cuda_runtime.h>

#include <cstdint>
#include <new>
#include <string>
#include <vector>

//! Copies a table to device memory of its own. \return Its address, or null where there is no memory.
float* uploadTable(std::vector<float> const& table) noexcept;

//! Frees what uploadTable() returned; null is nothing to do. \return 0, or another number on failure.
int32_t freeTable(float* deviceTable) noexcept;

//! A name for a table: equal tables have the same, different tables different ones.
std::string tableKey(std::vector<float> const& table);

//! A table on the device, for whoever has this table. Two methods are yours: share.cpp.
class TableResource : public nvinfer1::IPluginResource {
public:
    //! A description: nothing is on the device yet.
    explicit TableResource(std::vector<float> const& table) : mTable(table) {}

    nvinfer1::IPluginResource* clone() noexcept override;
    int32_t release() noexcept override;

    float const* deviceTable() const noexcept { return mDeviceTable; }

private:
    std::vector<float> mTable;
    float* mDeviceTable{nullptr};
};

//! y[i] = table[x[i]], x kINT32, y kFLOAT of any shape. Two methods are yours: share.cpp.
class PalettePlugin : public nvinfer1::IPluginV3,
                      public nvinfer1::IPluginV3OneCore,
                      public nvinfer1::IPluginV3OneBuild,
                      public nvinfer1::IPluginV3OneRuntime {
public:
    explicit PalettePlugin(std::vector<float> const& table) : mTable(table) {}
    PalettePlugin(PalettePlugin const&) = delete;
    PalettePlugin& operator=(PalettePlugin const&) = delete;
    ~PalettePlugin() override;

    nvinfer1::IPluginV3* attachToContext(nvinfer1::IPluginResourceContext* context) noexcept override;

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
    //! For the network and the builder, which do not compute: the copy has no table on the device.
    nvinfer1::IPluginV3* clone() noexcept override { return new (std::nothrow) PalettePlugin(mTable); }
    char const* getPluginName() const noexcept override { return "Palette"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }

    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t getOutputDataTypes(nvinfer1::DataType* outputTypes, int32_t, nvinfer1::DataType const*,
                               int32_t) const noexcept override {
        outputTypes[0] = nvinfer1::DataType::kFLOAT;
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
        auto const wanted = pos == 0 ? nvinfer1::DataType::kINT32 : nvinfer1::DataType::kFLOAT;
        return inOut[pos].desc.type == wanted && inOut[pos].desc.format == nvinfer1::TensorFormat::kLINEAR;
    }
    int32_t configurePlugin(nvinfer1::DynamicPluginTensorDesc const*, int32_t,
                            nvinfer1::DynamicPluginTensorDesc const*, int32_t) noexcept override {
        return 0;
    }
    int32_t onShapeChange(nvinfer1::PluginTensorDesc const*, int32_t, nvinfer1::PluginTensorDesc const*,
                          int32_t) noexcept override {
        return 0;
    }
    nvinfer1::PluginFieldCollection const* getFieldsToSerialize() noexcept override {
        mField = nvinfer1::PluginField("table", mTable.data(), nvinfer1::PluginFieldType::kFLOAT32,
                                       static_cast<int32_t>(mTable.size()));
        mFields.nbFields = 1;
        mFields.fields = &mField;
        return &mFields;
    }

private:
    std::vector<float> mTable;
    std::string mKey;                   //!< of the resource that this object holds; empty while it holds none
    float const* mDeviceTable{nullptr}; //!< the resource's, not ours to free
    nvinfer1::PluginField mField;
    nvinfer1::PluginFieldCollection mFields{};
};
