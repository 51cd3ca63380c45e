#pragma once

#include <cstdint>

namespace workbook::crash {

//! What /proc/self/maps says of an address.
struct Mapping {
    bool found{false};
    bool executable{false};
    bool fromFile{false};
};

//! Reads the map anew; callable in a signal handler.
Mapping findMapping(uint64_t address);

} // namespace workbook::crash
