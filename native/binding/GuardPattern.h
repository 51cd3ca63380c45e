#pragma once

#include <cstddef>
#include <cstdint>
#include <cuda_runtime_api.h>

namespace workbook::binding {

//! Fills device memory with a pattern that depends on the address, so that a block written elsewhere, or
//! copied, does not look like it.
cudaError_t fillGuardPattern(uint8_t* device, size_t size);

//! \param changed Becomes the offset of the first byte that the pattern does not have there, or -1.
cudaError_t findGuardChange(uint8_t const* device, size_t size, int64_t& changed);

} // namespace workbook::binding
