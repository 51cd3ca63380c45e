#pragma once
#include "scaleV2.h"

namespace broken {

//! y = scale * x as IPluginV2IOExt, the base class of the days of fixed shapes: shapes are numbers, not
//! expressions.
template <class Plugin> class ScaleIOExt : public ScaleV2Base<Plugin, nvinfer1::IPluginV2IOExt> {
public:
    using ScaleV2Base<Plugin, nvinfer1::IPluginV2IOExt>::ScaleV2Base;

    nvinfer1::Dims getOutputDimensions(int32_t, nvinfer1::Dims const* inputs, int32_t) noexcept override {
        return inputs[0];
    }
    bool supportsFormatCombination(int32_t pos, nvinfer1::PluginTensorDesc const* inOut, int32_t,
                                   int32_t) const noexcept override {
        return isLinearFloat(inOut[pos]);
    }
    void configurePlugin(nvinfer1::PluginTensorDesc const* in, int32_t, nvinfer1::PluginTensorDesc const*,
                         int32_t) noexcept override {
        mCount = volume(in[0].dims);
    }
    size_t getWorkspaceSize(int32_t) const noexcept override { return 0; }
    int32_t enqueue(int32_t batchSize, void const* const* inputs, void* const* outputs, void*,
                    cudaStream_t stream) noexcept override {
        return scaleFloats(static_cast<float const*>(inputs[0]), static_cast<float*>(outputs[0]),
                           this->mScale, batchSize * mCount, stream);
    }
    bool isOutputBroadcastAcrossBatch(int32_t, bool const*, int32_t) const noexcept override { return false; }
    bool canBroadcastInputAcrossBatch(int32_t) const noexcept override { return false; }

private:
    int64_t mCount{0};
};

} // namespace broken
