#include <NvInfer.h>

#include "palette.h"

#include <cstdio>
#include <cstring>

using namespace nvinfer1;

namespace {

int32_t gUploaded = 0;
int32_t gFreed = 0;

//! One thread an element: y = table[x], and 0 where the table has no such entry.
__global__ void look(int32_t const* x, float const* table, int32_t entries, float* y, int64_t count) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = x[i] >= 0 && x[i] < entries ? table[x[i]] : 0.0F;
    }
}

//! Tables uploaded, tables freed.
__global__ void tell(float* y, int32_t uploaded, int32_t freed) {
    y[0] = static_cast<float>(uploaded);
    y[1] = static_cast<float>(freed);
}

int64_t volume(Dims const& dims) {
    int64_t count = 1;
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        count *= dims.d[i];
    }
    return count;
}

} // namespace

float* uploadTable(std::vector<float> const& table) noexcept {
    void* memory = nullptr;
    size_t const bytes = table.size() * sizeof(float);
    if (cudaMalloc(&memory, bytes) != cudaSuccess) {
        return nullptr;
    }
    if (cudaMemcpy(memory, table.data(), bytes, cudaMemcpyHostToDevice) != cudaSuccess) {
        cudaFree(memory);
        return nullptr;
    }
    ++gUploaded;
    return static_cast<float*>(memory);
}

int32_t freeTable(float* deviceTable) noexcept {
    if (deviceTable == nullptr) {
        return 0;
    }
    ++gFreed;
    return cudaFree(deviceTable) == cudaSuccess ? 0 : 1;
}

std::string tableKey(std::vector<float> const& table) {
    std::string key = "Palette";
    for (float value : table) {
        char text[32];
        std::snprintf(text, sizeof text, " %a", static_cast<double>(value)); // every bit of it
        key += text;
    }
    return key;
}

int32_t PalettePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                               void const* const* inputs, void* const* outputs, void*,
                               cudaStream_t stream) noexcept {
    int64_t const count = volume(inputDesc[0].dims);
    if (mDeviceTable == nullptr) {
        return 1; // this copy has no table on the device
    }
    if (count == 0) {
        return 0;
    }
    look<<<static_cast<unsigned int>((count + 63) / 64), 64, 0, stream>>>(
        static_cast<int32_t const*>(inputs[0]), mDeviceTable, static_cast<int32_t>(mTable.size()),
        static_cast<float*>(outputs[0]), count);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}

//! Makes PalettePlugin of the field "table".
class PaletteCreator : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Palette"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        std::vector<float> table(1, 0.0F);
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (std::strcmp(field.name, "table") == 0 && field.length > 0) {
                auto const* const values = static_cast<float const*>(field.data);
                table.assign(values, values + field.length);
            }
        }
        return new (std::nothrow) PalettePlugin(table);
    }

private:
    PluginField mField{"table", nullptr, PluginFieldType::kFLOAT32, 1};
    PluginFieldCollection mCollection{1, &mField};
};

REGISTER_TENSORRT_PLUGIN(PaletteCreator);

//! For the check: a plugin that tells how many tables were uploaded and freed until now.
class TableCount final : public PalettePlugin {
public:
    TableCount() : PalettePlugin({0.0F}) {}
    IPluginV3* clone() noexcept override { return new (std::nothrow) TableCount(); }
    IPluginV3* attachToContext(IPluginResourceContext*) noexcept override { return clone(); }
    char const* getPluginName() const noexcept override { return "TableCount"; }
    int32_t enqueue(PluginTensorDesc const*, PluginTensorDesc const*, void const* const*,
                    void* const* outputs, void*, cudaStream_t stream) noexcept override {
        tell<<<1, 1, 0, stream>>>(static_cast<float*>(outputs[0]), gUploaded, gFreed);
        return cudaGetLastError() == cudaSuccess ? 0 : 1;
    }
};

class TableCountCreator : public PaletteCreator {
public:
    char const* getPluginName() const noexcept override { return "TableCount"; }
    IPluginV3* createPlugin(char const*, PluginFieldCollection const*, TensorRTPhase) noexcept override {
        return new (std::nothrow) TableCount();
    }
};

REGISTER_TENSORRT_PLUGIN(TableCountCreator);
