#pragma once

#include "ReformatJob.h"

namespace workbook::reformat {

//! Why a reformat layer cannot be made.
enum class Refusal { kNONE, kTYPES, kFORMAT, kSHAPES_DIFFER, kSHAPE_UNKNOWN, kTOO_LARGE };

//! A reformat layer: copies a tensor into another data type, TensorFormat, or both, as the layers that
//! TensorRT's builder puts between layers that do not agree.
class ReformatLayer {
public:
    //! kINT8 is quantised by its desc's scale: clamp(round half even(x / scale), -128, 127).
    Refusal setDescs(nvinfer1::PluginTensorDesc const& from, nvinfer1::PluginTensorDesc const& to) noexcept;

    //! Bytes of each side, with padding.
    int64_t inputBytes() const noexcept { return mInputBytes; }
    int64_t outputBytes() const noexcept { return mOutputBytes; }
    //! What the addresses are multiples of.
    int64_t inputAlignment() const noexcept { return mInputAlignment; }
    int64_t outputAlignment() const noexcept { return mOutputAlignment; }

    //! \param from, to Do not overlap. Both may be null where there are no elements.
    cudaError_t enqueue(void const* from, void* to, cudaStream_t stream) const noexcept;

private:
    ReformatJob mJob;
    Launch mLaunch{nullptr};
    int64_t mInputBytes{0};
    int64_t mOutputBytes{0};
    int64_t mInputAlignment{1};
    int64_t mOutputAlignment{1};
};

} // namespace workbook::reformat
