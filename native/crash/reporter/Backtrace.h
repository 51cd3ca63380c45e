#pragma once

#include "CrashFile.h"

#include <ucontext.h>

namespace workbook::crash {

//! Looks for what unwinding needs, so that a handler finds it ready. (The unwinder initialises itself at its
//! first use.)
void warmUpBacktrace();

//! Writes one line for each frame, the interrupted one first: `frame ADDRESS exact` for an instruction that
//! was being executed, `frame ADDRESS` for a return address. Of a very deep stack the first and the last
//! frames, and `skipped COUNT` between.
void writeBacktrace(CrashFile& file, ucontext_t& machine, bool callThroughBadPointer);

} // namespace workbook::crash
