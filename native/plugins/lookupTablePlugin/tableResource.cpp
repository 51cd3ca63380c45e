#include "tableResource.h"
#include "../common/pluginFailure.h"

#include <cstring>
#include <cuda_runtime_api.h>
#include <memory>

using namespace nvinfer1;

namespace workbook {

TableResource::TableResource(std::vector<float> table) : mTable(std::move(table)) {}

// ANCHOR: resource-clone
IPluginResource* TableResource::clone() noexcept {
    return guarded(
        "share the table of LookupTable", static_cast<IPluginResource*>(nullptr), [&]() -> IPluginResource* {
            auto copy = std::make_unique<TableResource>(mTable);
            size_t const bytes = mTable.size() * sizeof(float);
            cudaError_t status = cudaMalloc(reinterpret_cast<void**>(&copy->mDeviceTable), bytes);
            if (status == cudaSuccess) {
                status = cudaMemcpy(copy->mDeviceTable, mTable.data(), bytes, cudaMemcpyHostToDevice);
            }
            if (status != cudaSuccess) {
                pluginFailed("Cannot share the table of LookupTable: ", bytes,
                             " bytes: ", cudaGetErrorString(status));
                copy->release();
                return nullptr;
            }
            logParts(ILogger::Severity::kVERBOSE, "LookupTable: uploaded ", bytes, " bytes as ",
                     keyOf(mTable));
            return copy.release();
        });
}
// ANCHOR_END: resource-clone

// ANCHOR: resource-release
int32_t TableResource::release() noexcept {
    float* const table = mDeviceTable;
    mDeviceTable = nullptr;
    if (table == nullptr) {
        return 0;
    }
    cudaError_t const status = cudaFree(table);
    if (status != cudaSuccess) {
        return pluginFailed("Cannot release the table of LookupTable: ", cudaGetErrorString(status));
    }
    logParts(ILogger::Severity::kVERBOSE, "LookupTable: freed ", mTable.size() * sizeof(float), " bytes");
    return 0;
}
// ANCHOR_END: resource-release

bool TableResource::holds(std::vector<float> const& table) const noexcept {
    return table.size() == mTable.size() &&
           std::memcmp(table.data(), mTable.data(), table.size() * sizeof(float)) == 0;
}

// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
std::string TableResource::keyOf(std::vector<float> const& table) {
    uint64_t hash = 0xcbf29ce484222325ULL;
    auto const* const bytes = reinterpret_cast<uint8_t const*>(table.data());
    for (size_t i = 0; i < table.size() * sizeof(float); ++i) {
        hash = (hash ^ bytes[i]) * 0x100000001b3ULL;
    }
    return "workbook.LookupTable." + std::to_string(table.size()) + "." + std::to_string(hash);
}

} // namespace workbook
