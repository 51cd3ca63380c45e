//! Keeps what launch_log.h tells.
#pragma once
#include "workbook/kernel.h"
#include "workbook/launch_log.h"

namespace workbook::emulator {

//! `ns::scale<float>` for `void ns::scale(T*, int) [with T = float]`; kept for the life of the process.
char const* kernelName(KernelInfo& kernel);

//! Adds a record; fills in its sequence number.
void recordLaunch(WorkbookLaunchRecord record);

//! CLOCK_MONOTONIC in microseconds.
double nowUs();

} // namespace workbook::emulator
