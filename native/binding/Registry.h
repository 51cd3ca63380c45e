#pragma once

#include <napi.h>

namespace workbook::binding {

//! `pluginRegistry`: the process-wide registry.
Napi::Object newPluginRegistry(Napi::Env env);

} // namespace workbook::binding
