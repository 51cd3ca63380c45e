#pragma once
#include <cstdint>

namespace workbook {

//! Blocks that give each of `count` elements a thread, at most as many as a grid may have in x (2^31 - 1):
//! kernels loop over the rest.
//! \param count More than 0: a grid of 0 blocks is a launch error.
inline unsigned int blocksFor(int64_t count, int64_t threads) noexcept {
    int64_t const blocks = (count + threads - 1) / threads;
    return static_cast<unsigned int>(blocks < INT32_MAX ? blocks : INT32_MAX);
}

} // namespace workbook
