#pragma once

#include <napi.h>

namespace workbook::binding {

//! `trace`: the log of calls. One a process, whatever the environment.
Napi::Object newTrace(Napi::Env env);

} // namespace workbook::binding
