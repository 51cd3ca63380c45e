#include <NvInfer.h>

#include "gate.h"

#include <cstring>

using namespace nvinfer1;

namespace {

//! One thread an element; x and y have `count` elements on the device.
__global__ void gate(float const* x, float* y, int64_t count, float threshold, float gain, bool inverted) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = (x[i] > threshold) != inverted ? gain * x[i] : 0.0F;
    }
}

//! What the fields "inverted" (kINT32), "threshold" and "gain" (kFLOAT32) say.
GateParameters parametersOf(PluginFieldCollection const& fields) {
    GateParameters read;
    for (int32_t i = 0; i < fields.nbFields; ++i) {
        PluginField const& field = fields.fields[i];
        if (std::strcmp(field.name, "inverted") == 0) {
            read.inverted = *static_cast<int32_t const*>(field.data) != 0;
        } else if (std::strcmp(field.name, "threshold") == 0) {
            read.threshold = *static_cast<float const*>(field.data);
        } else if (std::strcmp(field.name, "gain") == 0) {
            read.gain = *static_cast<float const*>(field.data);
        }
    }
    return read;
}

} // namespace

int32_t GatePlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                            void const* const* inputs, void* const* outputs, void*,
                            cudaStream_t stream) noexcept {
    int64_t count = 1;
    for (int32_t i = 0; i < inputDesc[0].dims.nbDims; ++i) {
        count *= inputDesc[0].dims.d[i];
    }
    if (count == 0) {
        return 0;
    }
    gate<<<static_cast<unsigned int>((count + 63) / 64), 64, 0, stream>>>(
        static_cast<float const*>(inputs[0]), static_cast<float*>(outputs[0]), count, mThreshold, mGain,
        mInverted);
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}

//! What the creators of this file have in common.
class NamedCreator : public IPluginCreator {
public:
    explicit NamedCreator(char const* name) : mName(name) {}
    char const* getPluginName() const noexcept override { return mName; }
    char const* getPluginVersion() const noexcept override { return "1"; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &mCollection; }
    void setPluginNamespace(char const* pluginNamespace) noexcept override {
        mNamespace = pluginNamespace == nullptr ? "" : pluginNamespace;
    }
    char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }

private:
    char const* mName;
    std::string mNamespace;
    PluginField mFields[3] = {
        PluginField("inverted", nullptr, PluginFieldType::kINT32, 1),
        PluginField("threshold", nullptr, PluginFieldType::kFLOAT32, 1),
        PluginField("gain", nullptr, PluginFieldType::kFLOAT32, 1),
    };
    PluginFieldCollection mCollection{3, mFields};
};

//! The creator of Gate: the plugin that is loaded is made of what readGate() reads.
class GateCreator : public NamedCreator {
public:
    GateCreator() : NamedCreator("Gate") {}
    IPluginV2* createPlugin(char const*, PluginFieldCollection const* fields) noexcept override {
        return new (std::nothrow) GatePlugin(parametersOf(*fields));
    }
    IPluginV2* deserializePlugin(char const*, void const* data, size_t length) noexcept override {
        GateParameters read;
        return readGate(data, length, read) ? new (std::nothrow) GatePlugin(read) : nullptr;
    }
};

REGISTER_TENSORRT_PLUGIN(GateCreator);

//! A Gate as another build of this library made it: it writes bytes that are given, whatever gate.cpp does.
//! So its engine file has a layer "Gate", version "1", and when it is loaded GateCreator gets those bytes.
class OtherGate final : public GatePlugin {
public:
    OtherGate(GateParameters const& parameters, std::string bytes)
        : GatePlugin(parameters), mBytes(std::move(bytes)) {}
    size_t getSerializationSize() const noexcept override { return mBytes.size(); }
    void serialize(void* buffer) const noexcept override {
        std::memcpy(buffer, mBytes.data(), mBytes.size());
    }
    IPluginV2DynamicExt* clone() const noexcept override { return new (std::nothrow) OtherGate(*this); }

private:
    std::string mBytes;
};

//! Makes OtherGate of the field "bytes" (kINT8).
class OtherGateCreator : public NamedCreator {
public:
    OtherGateCreator() : NamedCreator("OtherGate") {}
    IPluginV2* createPlugin(char const*, PluginFieldCollection const* fields) noexcept override {
        std::string bytes;
        for (int32_t i = 0; i < fields->nbFields; ++i) {
            PluginField const& field = fields->fields[i];
            if (std::strcmp(field.name, "bytes") == 0) {
                bytes.assign(static_cast<char const*>(field.data), static_cast<size_t>(field.length));
            }
        }
        return new (std::nothrow) OtherGate(parametersOf(*fields), bytes);
    }
    IPluginV2* deserializePlugin(char const*, void const*, size_t) noexcept override { return nullptr; }
};

REGISTER_TENSORRT_PLUGIN(OtherGateCreator);
