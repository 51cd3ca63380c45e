#pragma once
#include "NvInferRuntime.h"

#include <string>
#include <vector>

namespace workbook {

//! A table in device memory that all plugin objects with the same table share.
//!
//! The object that a plugin hands to acquirePluginResource() is a description only. The registry keeps the
//! object that clone() returns, so that is where the table is uploaded: once for a key, however many plugins
//! acquire it. release() is called on that clone when its last user has gone, and then the registry deletes
//! it.
//! \see NvInferPluginBase.h 10.16, IPluginResource
class TableResource final : public nvinfer1::IPluginResource {
public:
    explicit TableResource(std::vector<float> table);

    // IPluginResource
    //! \return A copy with the table in device memory; nullptr, with the reason logged, when there is no
    //! memory for it.
    nvinfer1::IPluginResource* clone() noexcept override;
    //! Frees the device memory. \return 0, or 1 with the CUDA error logged.
    int32_t release() noexcept override;

    //! Device pointer, [size of the table], kFLOAT; nullptr in an object that is not a clone.
    float const* deviceTable() const noexcept { return mDeviceTable; }
    //! Whether it holds these values, bit for bit.
    bool holds(std::vector<float> const& table) const noexcept;

    //! The key under which plugins with this table meet: made of its length and a hash of its bytes.
    static std::string keyOf(std::vector<float> const& table);

private:
    std::vector<float> mTable;
    float* mDeviceTable{nullptr};
};

} // namespace workbook
