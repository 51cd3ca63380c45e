#include "SharedLibraries.h"

#include "EventLog.h"
#include "NvInferRuntime.h"

#include <cuda_runtime_api.h>
#include <dlfcn.h>
#include <stdexcept>
#include <string>

namespace workbook::binding {
namespace {

void makeGlobal(void const* symbol) {
    Dl_info library{};
    if (dladdr(symbol, &library) == 0 ||
        dlopen(library.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD) == nullptr) {
        throw std::runtime_error(std::string("Cannot make a shared library global: ") +
                                 (library.dli_fname != nullptr ? library.dli_fname : "it has no path"));
    }
}

} // namespace

void makeSharedLibrariesGlobal() {
    makeGlobal(reinterpret_cast<void const*>(&getPluginRegistry));
    makeGlobal(reinterpret_cast<void const*>(&cudaFree));
    makeGlobal(reinterpret_cast<void const*>(&trace::EventLog::instance));
}

} // namespace workbook::binding
