#pragma once
#include "NvInferRuntime.h"
#include "scaleKernel.h"

#include <cstring>

//! What both generations of Scale share.
namespace broken {

//! Elements of a tensor; -1 when an extent is not known.
inline int64_t volume(nvinfer1::Dims const& dims) noexcept {
    int64_t count = 1;
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        if (dims.d[i] < 0) {
            return -1;
        }
        count *= dims.d[i];
    }
    return count;
}

inline bool isLinearFloat(nvinfer1::PluginTensorDesc const& desc) noexcept {
    return desc.format == nvinfer1::TensorFormat::kLINEAR && desc.type == nvinfer1::DataType::kFLOAT;
}

//! The field of that name, or nullptr.
inline nvinfer1::PluginField const* findField(nvinfer1::PluginFieldCollection const& fields,
                                              char const* name) noexcept {
    for (int32_t i = 0; i < fields.nbFields; ++i) {
        if (std::strcmp(fields.fields[i].name, name) == 0) {
            return &fields.fields[i];
        }
    }
    return nullptr;
}

//! The field `scale` (kFLOAT32 x 1), or 1.
inline float readScale(nvinfer1::PluginFieldCollection const* fields) noexcept {
    nvinfer1::PluginField const* const field = fields == nullptr ? nullptr : findField(*fields, "scale");
    bool const valid = field != nullptr && field->type == nvinfer1::PluginFieldType::kFLOAT32 &&
                       field->length == 1 && field->data != nullptr;
    return valid ? *static_cast<float const*>(field->data) : 1.0F;
}

} // namespace broken
