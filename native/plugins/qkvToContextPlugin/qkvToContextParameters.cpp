#include "qkvToContextParameters.h"
#include "../common/pluginFailure.h"
#include "../common/pluginField.h"
#include "../common/serialize.h"

#include <cmath>
#include <cuda_runtime_api.h>

using namespace nvinfer1;

namespace workbook {
namespace {

//! The compute capability of the current device as one number, 0 where none answers.
int32_t deviceSM() noexcept {
    int device = 0;
    int major = 0;
    int minor = 0;
    bool const known =
        cudaGetDevice(&device) == cudaSuccess &&
        cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device) == cudaSuccess &&
        cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device) == cudaSuccess;
    return known ? 10 * major + minor : 0;
}

//! \return Whether these can be the parameters of a plugin; if not, the reason is logged as "Cannot <act>
//! QkvToContext: …".
bool valid(QkvToContextParameters const& p, char const* act) noexcept {
    if (p.numHeads < 1 || p.headSize < 1) {
        return pluginFailed("Cannot ", act, " QkvToContext: numHeads is ", p.numHeads, " and headSize is ",
                            p.headSize, ", must be at least 1") == 0;
    }
    if (int64_t{p.numHeads} * p.headSize != p.hiddenSize) {
        return pluginFailed("Cannot ", act, " QkvToContext: hiddenSize is ", p.hiddenSize,
                            ", must be numHeads * headSize = ", int64_t{p.numHeads} * p.headSize) == 0;
    }
    if (p.SM < 0 || p.S < 0 || p.B < 0) {
        return pluginFailed("Cannot ", act, " QkvToContext: SM, S, B are ", p.SM, ", ", p.S, ", ", p.B,
                            ", must be at least 0") == 0;
    }
    if (!std::isfinite(p.dqProbs) || p.dqProbs <= 0.0F) {
        return pluginFailed("Cannot ", act, " QkvToContext: dqProbs is ", p.dqProbs,
                            ", must be finite and more than 0") == 0;
    }
    return true;
}

//! An engine is made for one kind of device; this plugin's kernels run on any, so a difference is worth a
//! warning only.
void compareSM(QkvToContextParameters const& p) noexcept {
    int32_t const here = deviceSM();
    if (p.SM != 0 && here != 0 && p.SM != here) {
        logParts(ILogger::Severity::kWARNING, "QkvToContext was built on SM ", p.SM, " and runs on SM ",
                 here);
    }
}

//! \param data Gets the field's data, or null when the field is not there and need not be.
bool readField(PluginFieldCollection const* fields, char const* name, PluginFieldType type, bool required,
               void const*& data) {
    PluginField const* const field = findField(fields, name);
    data = nullptr;
    std::string why =
        "field \"" + std::string(name) + "\" is missing, must be " + fieldTypeName(type) + " x 1";
    if (field == nullptr ? !required : fieldMatches(*field, type, 1, why)) {
        data = field == nullptr ? nullptr : field->data;
        return true;
    }
    return pluginFailed("Cannot create QkvToContext: ", why) == 0;
}

bool readInteger(PluginFieldCollection const* fields, char const* name, bool required, int32_t& value) {
    void const* data = nullptr;
    if (!readField(fields, name, PluginFieldType::kINT32, required, data)) {
        return false;
    }
    value = data == nullptr ? value : *static_cast<int32_t const*>(data);
    return true;
}

bool readFlag(PluginFieldCollection const* fields, char const* name, bool required, bool& value) {
    PluginField const* const field = findField(fields, name);
    bool const wide = field != nullptr && field->type == PluginFieldType::kINT32;
    void const* data = nullptr;
    if (!readField(fields, name, wide ? PluginFieldType::kINT32 : PluginFieldType::kINT8, required, data)) {
        return false;
    }
    if (data == nullptr) {
        return true;
    }
    int32_t const number = wide ? *static_cast<int32_t const*>(data) : *static_cast<int8_t const*>(data);
    if (number != 0 && number != 1) {
        return pluginFailed("Cannot create QkvToContext: field \"", name, "\" is ", number,
                            ", must be 0 or 1") == 0;
    }
    value = number == 1;
    return true;
}

} // namespace

// ANCHOR: fields
std::array<PluginField, kQKV_NB_FIELDS> qkvFields(QkvToContextParameters const* p) noexcept {
    auto const data = [p](auto const QkvToContextParameters::* member) -> void const* {
        return p == nullptr ? nullptr : &(p->*member);
    };
    using P = QkvToContextParameters;
    return {PluginField("numHeads", data(&P::numHeads), PluginFieldType::kINT32, 1),
            PluginField("headSize", data(&P::headSize), PluginFieldType::kINT32, 1),
            PluginField("hiddenSize", data(&P::hiddenSize), PluginFieldType::kINT32, 1),
            PluginField("SM", data(&P::SM), PluginFieldType::kINT32, 1),
            PluginField("S", data(&P::S), PluginFieldType::kINT32, 1),
            PluginField("B", data(&P::B), PluginFieldType::kINT32, 1),
            PluginField("dqProbs", data(&P::dqProbs), PluginFieldType::kFLOAT32, 1),
            // one byte, and labelled so: kINT32 x 1 would make the reader take three bytes that are not the
            // bool's
            PluginField("useInt8ScaleMax", data(&P::useInt8ScaleMax), PluginFieldType::kINT8, 1)};
}
// ANCHOR_END: fields

bool readQkvFields(PluginFieldCollection const* fields, TensorRTPhase phase,
                   QkvToContextParameters& p) noexcept {
    return guarded("create QkvToContext", false, [&] {
        bool const all = phase == TensorRTPhase::kRUNTIME;
        void const* dqProbs = nullptr;
        bool const read = readInteger(fields, "numHeads", true, p.numHeads) &&
                          readInteger(fields, "headSize", true, p.headSize) &&
                          readInteger(fields, "SM", all, p.SM) && readInteger(fields, "S", all, p.S) &&
                          readInteger(fields, "B", all, p.B) &&
                          readField(fields, "dqProbs", PluginFieldType::kFLOAT32, all, dqProbs) &&
                          readFlag(fields, "useInt8ScaleMax", all, p.useInt8ScaleMax);
        if (!read) {
            return false;
        }
        p.dqProbs = dqProbs == nullptr ? p.dqProbs : *static_cast<float const*>(dqProbs);
        int64_t const product = int64_t{p.numHeads} * p.headSize;
        p.hiddenSize = product > INT32_MAX ? 0 : static_cast<int32_t>(product);
        p.SM = p.SM == 0 && !all ? deviceSM() : p.SM;
        if (!readInteger(fields, "hiddenSize", all, p.hiddenSize) || !valid(p, "create")) {
            return false;
        }
        compareSM(p);
        return true;
    });
}

// ANCHOR: serialise
void serializeQkv(QkvToContextParameters const& p, void* buffer) noexcept {
    serialize_value(&buffer, p.numHeads);
    serialize_value(&buffer, p.headSize);
    serialize_value(&buffer, p.hiddenSize);
    serialize_value(&buffer, p.SM);
    serialize_value(&buffer, p.S);
    serialize_value(&buffer, p.B);
    serialize_value(&buffer, p.dqProbs);
    serialize_value(&buffer, p.useInt8ScaleMax);
}
// ANCHOR_END: serialise

// ANCHOR: deserialise
bool deserializeQkv(void const* data, size_t length, QkvToContextParameters& p) noexcept {
    size_t left = length;
    bool const read =
        deserialize_value(&data, &left, &p.numHeads) && deserialize_value(&data, &left, &p.headSize) &&
        deserialize_value(&data, &left, &p.hiddenSize) && deserialize_value(&data, &left, &p.SM) &&
        deserialize_value(&data, &left, &p.S) && deserialize_value(&data, &left, &p.B) &&
        deserialize_value(&data, &left, &p.dqProbs) && deserialize_value(&data, &left, &p.useInt8ScaleMax);
    if (length != kQKV_SERIALIZED_BYTES) {
        return pluginFailed("Cannot deserialize QkvToContext: ", length, " bytes, must be ",
                            kQKV_SERIALIZED_BYTES) == 0;
    }
    if (!read) {
        return pluginFailed(
                   "Cannot deserialize QkvToContext: the last byte, useInt8ScaleMax, must be 0 or 1") == 0;
    }
    if (!valid(p, "deserialize")) {
        return false;
    }
    compareSM(p);
    return true;
}
// ANCHOR_END: deserialise

} // namespace workbook
