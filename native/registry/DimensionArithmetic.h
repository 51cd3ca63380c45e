#pragma once

#include "Export.h"
#include "NvInferRuntime.h"

#include <cstdint>
#include <optional>

namespace workbook::registry {

//! Integer arithmetic of a dimension operation: floor and ceiling division round towards -inf and +inf,
//! comparisons give 0 or 1.
//!
//! \return Nothing for a division by zero, a result outside int64, or a number that is no DimensionOperation.
WORKBOOK_EXPORT std::optional<int64_t> evaluate(nvinfer1::DimensionOperation op, int64_t first,
                                                int64_t second) noexcept;

} // namespace workbook::registry
