#pragma once

#include <cstdint>

namespace workbook::crash {

//! The name that workbookNameMemory() gave to the memory that holds an address, or null.
char const* memoryName(uint64_t address);

} // namespace workbook::crash
