#include <NvInfer.h>

#include "rowPeak.h"

#include <cmath>
#include <cstring>
#include <new>
#include <string>

using namespace nvinfer1;

namespace {

PluginField const sWanted[] = {
    PluginField("peak", nullptr, PluginFieldType::kFLOAT32, 1),
    PluginField("mode", nullptr, PluginFieldType::kINT32, 1),
};
PluginFieldCollection const sWantedFields{2, sWanted};

//! \param peak Greater than 0. \param mode 0 or 1; 0 where the field is missing.
//! \return false where "peak" is missing or a field is not what the creator declares.
bool readFields(PluginFieldCollection const* fields, float& peak, int32_t& mode) {
    bool found = false;
    mode = 0;
    for (int32_t i = 0; fields != nullptr && i < fields->nbFields; ++i) {
        PluginField const& field = fields->fields[i];
        for (PluginField const& wanted : sWanted) {
            bool const same = std::strcmp(field.name, wanted.name) == 0;
            if (same && (field.type != wanted.type || field.length != 1 || field.data == nullptr)) {
                return false;
            }
        }
        if (std::strcmp(field.name, "peak") == 0) {
            peak = *static_cast<float const*>(field.data);
            found = true;
        }
        if (std::strcmp(field.name, "mode") == 0) {
            mode = *static_cast<int32_t const*>(field.data);
        }
    }
    return found && std::isfinite(peak) && peak > 0.0F && (mode == 0 || mode == 1);
}

// SOLUTION
class RowPeak final : public IPluginV3,
                      public IPluginV3OneCore,
                      public IPluginV3OneBuild,
                      public IPluginV3OneRuntime {
public:
    RowPeak(float peak, int32_t mode) : mPeak(peak), mMode(mode) {}

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
    //! The parameters only: a copied list of fields would point into this object.
    IPluginV3* clone() noexcept override { return new (std::nothrow) RowPeak(mPeak, mMode); }

    // Core
    char const* getPluginName() const noexcept override { return "RowPeak"; } // was getPluginType
    char const* getPluginVersion() const noexcept override { return "2"; }    // another class
    char const* getPluginNamespace() const noexcept override { return ""; }

    // Build
    int32_t getNbOutputs() const noexcept override { return 1; }
    int32_t getOutputDataTypes(DataType* outputTypes, int32_t, DataType const* inputTypes,
                               int32_t) const noexcept override {
        outputTypes[0] = inputTypes[0];
        return 0;
    }
    int32_t getOutputShapes(DimsExprs const* inputs, int32_t, DimsExprs const*, int32_t, DimsExprs* outputs,
                            int32_t, IExprBuilder&) noexcept override { // was getOutputDimensions
        outputs[0] = inputs[0];
        return 0;
    }
    bool supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut, int32_t,
                                   int32_t) noexcept override {
        PluginTensorDesc const& asked = inOut[pos].desc; // min, opt and max stand beside it
        bool const known = asked.type == DataType::kFLOAT || asked.type == DataType::kHALF;
        return known && asked.type == inOut[0].desc.type && asked.format == TensorFormat::kLINEAR;
    }
    int32_t configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) noexcept override {
        return 0;
    }
    //! Of the largest shapes: desc may hold -1.
    size_t getWorkspaceSize(DynamicPluginTensorDesc const* inputs, int32_t, DynamicPluginTensorDesc const*,
                            int32_t) const noexcept override {
        return rowPeakScratchBytes(rowsOf(inputs[0].max));
    }

    // Runtime
    int32_t onShapeChange(PluginTensorDesc const*, int32_t, PluginTensorDesc const*,
                          int32_t) noexcept override {
        return 0;
    }
    int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
                    void* const* outputs, void* workspace, cudaStream_t stream) noexcept override {
        Dims const& dims = inputDesc[0].dims;
        cudaError_t const status =
            rowPeak(inputDesc[0].type, inputs[0], outputs[0], static_cast<float*>(workspace), rowsOf(dims),
                    dims.d[dims.nbDims - 1], mPeak, mMode, stream);
        return status == cudaSuccess ? 0 : 1;
    }
    IPluginV3* attachToContext(IPluginResourceContext*) noexcept override { return clone(); }
    PluginFieldCollection const* getFieldsToSerialize() noexcept override { // was serialize
        mFields[0] = PluginField("peak", &mPeak, PluginFieldType::kFLOAT32, 1);
        mFields[1] = PluginField("mode", &mMode, PluginFieldType::kINT32, 1);
        mCollection = {2, mFields};
        return &mCollection;
    }

private:
    float mPeak;
    int32_t mMode;
    // What getFieldsToSerialize returns is read after it has returned.
    PluginField mFields[2]{};
    PluginFieldCollection mCollection{};
};

class RowPeakCreator final : public IPluginCreatorV3One {
public:
    char const* getPluginName() const noexcept override { return "RowPeak"; }
    char const* getPluginVersion() const noexcept override { return "2"; }
    char const* getPluginNamespace() const noexcept override { return ""; }
    PluginFieldCollection const* getFieldNames() noexcept override { return &sWantedFields; }

    //! Both phases: what deserializePlugin read as bytes comes as the same two fields.
    IPluginV3* createPlugin(char const*, PluginFieldCollection const* fields,
                            TensorRTPhase) noexcept override {
        float peak = 0.0F;
        int32_t mode = 0;
        return readFields(fields, peak, mode) ? new (std::nothrow) RowPeak(peak, mode) : nullptr;
    }
};
// STUB
// // Works, and is a V2 plugin, version 1. Yours: make it a V3 plugin, version 2.
// class RowPeak final : public IPluginV2DynamicExt {
// public:
//     RowPeak(float peak, int32_t mode) : mPeak(peak), mMode(mode) {}
//
//     // IPluginV2DynamicExt
//     IPluginV2DynamicExt* clone() const noexcept override { return new (std::nothrow) RowPeak(*this); }
//     DimsExprs getOutputDimensions(int32_t, DimsExprs const* inputs, int32_t,
//                                   IExprBuilder&) noexcept override {
//         return inputs[0];
//     }
//     bool supportsFormatCombination(int32_t pos, PluginTensorDesc const* inOut, int32_t,
//                                    int32_t) noexcept override {
//         PluginTensorDesc const& asked = inOut[pos];
//         bool const known = asked.type == DataType::kFLOAT || asked.type == DataType::kHALF;
//         return known && asked.type == inOut[0].type && asked.format == TensorFormat::kLINEAR;
//     }
//     void configurePlugin(DynamicPluginTensorDesc const*, int32_t, DynamicPluginTensorDesc const*,
//                          int32_t) noexcept override {}
//     size_t getWorkspaceSize(PluginTensorDesc const* inputs, int32_t, PluginTensorDesc const*,
//                             int32_t) const noexcept override {
//         return rowPeakScratchBytes(rowsOf(inputs[0].dims));
//     }
//     int32_t enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*, void const* const* inputs,
//                     void* const* outputs, void* workspace, cudaStream_t stream) noexcept override {
//         Dims const& dims = inputDesc[0].dims;
//         cudaError_t const status =
//             rowPeak(inputDesc[0].type, inputs[0], outputs[0], static_cast<float*>(workspace), rowsOf(dims),
//                     dims.d[dims.nbDims - 1], mPeak, mMode, stream);
//         return status == cudaSuccess ? 0 : 1;
//     }
//
//     // IPluginV2Ext
//     DataType getOutputDataType(int32_t, DataType const* inputTypes, int32_t) const noexcept override {
//         return inputTypes[0];
//     }
//
//     // IPluginV2
//     char const* getPluginType() const noexcept override { return "RowPeak"; }
//     char const* getPluginVersion() const noexcept override { return "1"; }
//     int32_t getNbOutputs() const noexcept override { return 1; }
//     int32_t initialize() noexcept override { return 0; }
//     void terminate() noexcept override {}
//     size_t getSerializationSize() const noexcept override { return sizeof mPeak + sizeof mMode; }
//     void serialize(void* buffer) const noexcept override {
//         std::memcpy(buffer, &mPeak, sizeof mPeak);
//         std::memcpy(static_cast<char*>(buffer) + sizeof mPeak, &mMode, sizeof mMode);
//     }
//     void destroy() noexcept override { delete this; }
//     void setPluginNamespace(char const* name) noexcept override { mNamespace = name; }
//     char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }
//
// private:
//     float mPeak;
//     int32_t mMode;
//     std::string mNamespace;
// };
//
// class RowPeakCreator final : public IPluginCreator {
// public:
//     char const* getPluginName() const noexcept override { return "RowPeak"; }
//     char const* getPluginVersion() const noexcept override { return "1"; }
//     PluginFieldCollection const* getFieldNames() noexcept override { return &sWantedFields; }
//     IPluginV2* createPlugin(char const*, PluginFieldCollection const* fields) noexcept override {
//         float peak = 0.0F;
//         int32_t mode = 0;
//         return readFields(fields, peak, mode) ? new (std::nothrow) RowPeak(peak, mode) : nullptr;
//     }
//     IPluginV2* deserializePlugin(char const*, void const* data, size_t length) noexcept override {
//         float peak = 0.0F;
//         int32_t mode = 0;
//         if (length != sizeof peak + sizeof mode) {
//             return nullptr;
//         }
//         std::memcpy(&peak, data, sizeof peak);
//         std::memcpy(&mode, static_cast<char const*>(data) + sizeof peak, sizeof mode);
//         return new (std::nothrow) RowPeak(peak, mode);
//     }
//     void setPluginNamespace(char const* name) noexcept override { mNamespace = name; }
//     char const* getPluginNamespace() const noexcept override { return mNamespace.c_str(); }
//
// private:
//     std::string mNamespace;
// };
// END

REGISTER_TENSORRT_PLUGIN(RowPeakCreator);

} // namespace
