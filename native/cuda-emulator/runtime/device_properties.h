//! What this device says of itself.
#pragma once
#include "driver_types.h"

namespace workbook::emulator {

//! Limits of compute capability 8.0; a core of this machine is a multiprocessor.
cudaDeviceProp const& deviceProperties();

} // namespace workbook::emulator
