#pragma once
#include "NvInferRuntime.h"

#include <array>
#include <string>

namespace workbook {

constexpr char const* kQKV_NAME = "QkvToContext";

//! What QkvToContext keeps, in the order in which it is serialised. Both versions have it, as 29 bytes and as
//! eight fields.
// ANCHOR: parameters
struct QkvToContextParameters {
    int32_t numHeads{0};
    int32_t headSize{0};
    int32_t hiddenSize{0};        //!< numHeads * headSize
    int32_t SM{0};                //!< compute capability it was built on, e.g. 89; 0 when no device answered
    int32_t S{0};                 //!< longest sequence it is configured for; 0 before
    int32_t B{0};                 //!< largest batch it is configured for; 0 before
    float dqProbs{1.0F / 127.0F}; //!< INT8: scale of the probabilities between softmax and the product with V
    bool useInt8ScaleMax{
        true}; //!< INT8: take softmax's maximum of the integer scores, before they are scaled
};
// ANCHOR_END: parameters

constexpr int32_t kQKV_NB_FIELDS = 8;
constexpr size_t kQKV_SERIALIZED_BYTES =
    6 * sizeof(int32_t) + sizeof(float) + sizeof(bool); // 29, not sizeof: no padding

//! The fields with names and types. \param parameters What `data` points to; null leaves it null, as in
//! getFieldNames().
std::array<nvinfer1::PluginField, kQKV_NB_FIELDS>
qkvFields(QkvToContextParameters const* parameters) noexcept;

//! Reads fields and checks them. In the build phase only numHeads and headSize must be there, and SM is asked
//! of the device; at run time all of them must. useInt8ScaleMax is kINT8 x 1 as serialised, or kINT32 x 1 as
//! the ONNX parser makes it of an INT attribute.
//! \return false, with the reason logged.
bool readQkvFields(nvinfer1::PluginFieldCollection const* fields, nvinfer1::TensorRTPhase phase,
                   QkvToContextParameters& parameters) noexcept;

//! \param buffer kQKV_SERIALIZED_BYTES.
void serializeQkv(QkvToContextParameters const& parameters, void* buffer) noexcept;
//! \return false, with the reason logged, when the bytes are not exactly as many or hold no valid parameters.
bool deserializeQkv(void const* data, size_t length, QkvToContextParameters& parameters) noexcept;

} // namespace workbook
