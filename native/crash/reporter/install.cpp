//! The two ways in: LD_PRELOAD for any program, and process.dlopen() for Node, which resets all handlers when
//! it starts.
#include "handlers.h"

namespace {

__attribute__((constructor)) void installAtLoad() { workbook::crash::installHandlers(); }

} // namespace

//! What Node calls when it loads an addon; nothing of Node-API is needed.
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* /*env*/,
                                                                                void* exports) {
    workbook::crash::installHandlers();
    return exports;
}
