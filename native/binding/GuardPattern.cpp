#include "GuardPattern.h"

#include <algorithm>
#include <array>

namespace workbook::binding {
namespace {

using Chunk = std::array<uint8_t, size_t{1} << 16>;

//! Never 0 and never 0xff, which is what plugins write by mistake most.
uint8_t patternAt(uint8_t const* address) {
    auto const number = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(address));
    return static_cast<uint8_t>(1 + (number * 0x9e3779b97f4a7c15ULL >> 56) % 254);
}

} // namespace

cudaError_t fillGuardPattern(uint8_t* device, size_t size) {
    Chunk chunk;
    for (size_t done = 0; done < size; done += chunk.size()) {
        size_t const bytes = std::min(chunk.size(), size - done);
        for (size_t i = 0; i < bytes; ++i) {
            chunk[i] = patternAt(device + done + i);
        }
        if (cudaError_t const status =
                cudaMemcpy(device + done, chunk.data(), bytes, cudaMemcpyHostToDevice)) {
            return status;
        }
    }
    return cudaSuccess;
}

cudaError_t findGuardChange(uint8_t const* device, size_t size, int64_t& changed) {
    Chunk chunk;
    changed = -1;
    for (size_t done = 0; done < size; done += chunk.size()) {
        size_t const bytes = std::min(chunk.size(), size - done);
        if (cudaError_t const status =
                cudaMemcpy(chunk.data(), device + done, bytes, cudaMemcpyDeviceToHost)) {
            return status;
        }
        for (size_t i = 0; i < bytes; ++i) {
            if (chunk[i] != patternAt(device + done + i)) {
                changed = static_cast<int64_t>(done + i);
                return cudaSuccess;
            }
        }
    }
    return cudaSuccess;
}

} // namespace workbook::binding
