//! Findings for other programs: a line of JSON each.
#pragma once
#include "workbook/checks.h"

namespace workbook::emulator {

//! Appends a finding to the file that WORKBOOK_CUDA_REPORT_FILE names; nothing where it names none.
void appendToFile(WorkbookReport const& found);

} // namespace workbook::emulator
