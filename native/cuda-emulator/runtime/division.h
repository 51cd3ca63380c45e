//! Integer division by zero: a signal on a CPU, a number on a GPU.
#pragma once
#include <ucontext.h>

namespace workbook::emulator {

//! Gives the div or idiv instruction that raised SIGFPE the result that a device gives, and steps over it.
//!
//! x / 0 is all ones and x % 0 is x; the lowest number / -1 is itself, with remainder 0 (seen on an H200).
//! \return false if the instruction is none that it knows.
bool finishDivision(greg_t* registers);

} // namespace workbook::emulator
