#include <NvInfer.h>

#include "levels.h"

#include <cstring>

using namespace nvinfer1;

namespace {

constexpr int32_t kMOST_COLUMNS = 16;

//! What a launch takes by value.
struct Step {
    float scale;
    float limit;
    float offsets[kMOST_COLUMNS];
    int64_t columns;
    bool absolute;
};

//! One thread an element; x and y have `count` elements on the device, in rows of `columns`.
__global__ void levels(float const* x, float* y, int64_t count, Step step) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        float value = step.scale * x[i] + step.offsets[i % step.columns];
        value = step.absolute && value < 0.0F ? -value : value;
        y[i] = value < step.limit ? value : step.limit;
    }
}

//! The field of this name, or null where there is none of this type.
PluginField const* find(PluginFieldCollection const& all, char const* name, PluginFieldType type) {
    for (int32_t i = 0; i < all.nbFields; ++i) {
        PluginField const& field = all.fields[i];
        if (std::strcmp(field.name, name) == 0 && field.type == type && field.length > 0) {
            return &field;
        }
    }
    return nullptr;
}

} // namespace

int32_t LevelsPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                              void const* const* inputs, void* const* outputs, void*,
                              cudaStream_t stream) noexcept {
    int64_t count = 1;
    for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
        count *= inputDesc[0].dims.d[i];
    }
    if (count == 0) {
        return 0;
    }
    if (mColumns < 1 || mColumns > kMOST_COLUMNS) {
        return 1;
    }
    Step step{mScale, static_cast<float>(mLimit), {}, mColumns, mAbsolute};
    for (size_t i = 0; i < mOffsets.size() && i < kMOST_COLUMNS; ++i) {
        step.offsets[i] = mOffsets[i];
    }
    levels<<<static_cast<unsigned int>((count + 63) / 64), 64, 0, stream>>>(
        static_cast<float const*>(inputs[0]), static_cast<float*>(outputs[0]), count, step);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}

//! Makes LevelsPlugin of fields, be they yours or from an engine file. A parameter without a field, or
//! with one of another type, keeps its default.
class LevelsCreator : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "Levels"; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }

    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        LevelsParameters read;
        if (auto const* field = find(*fields, "scale", PluginFieldType::kFLOAT32)) {
            read.scale = *static_cast<float const*>(field->data);
        }
        if (auto const* field = find(*fields, "limit", PluginFieldType::kINT32)) {
            read.limit = *static_cast<int32_t const*>(field->data);
        }
        if (auto const* field = find(*fields, "offsets", PluginFieldType::kFLOAT32)) {
            auto const* const values = static_cast<float const*>(field->data);
            read.offsets.assign(values, values + field->length);
        }
        if (auto const* field = find(*fields, "absolute", PluginFieldType::kINT8)) {
            read.absolute = *static_cast<int8_t const*>(field->data) != 0;
        }
        return new (std::nothrow) LevelsPlugin(read);
    }

private:
    PluginField mFields[4] = {
        PluginField("scale", nullptr, PluginFieldType::kFLOAT32, 1),
        PluginField("limit", nullptr, PluginFieldType::kINT32, 1),
        PluginField("offsets", nullptr, PluginFieldType::kFLOAT32, 1),
        PluginField("absolute", nullptr, PluginFieldType::kINT8, 1),
    };
    PluginFieldCollection mCollection{4, mFields};
};

REGISTER_TENSORRT_PLUGIN(LevelsCreator);
