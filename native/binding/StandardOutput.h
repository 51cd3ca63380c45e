#pragma once

#include <napi.h>

namespace workbook::binding {

//! Lets what plugins print appear line by line, also where standard output is a pipe or a file.
void bufferOutputByLine();

//! `flushOutput()`: fflush(nullptr).
Napi::Value flushOutput(Napi::CallbackInfo const& info);

//! `takeStandardOutput()`: sends descriptor 1 to standard error and returns a descriptor of the old standard
//! output.
Napi::Value takeStandardOutput(Napi::CallbackInfo const& info);

} // namespace workbook::binding
