#include "LoadedLibraries.h"

#include <dlfcn.h>
#include <link.h>
#include <string>

namespace workbook::binding {

LoadedLibraries::LoadedLibraries() {
    std::vector<std::string> paths;
    auto const addPath = [](dl_phdr_info* module, size_t, void* list) {
        if (module->dlpi_name != nullptr && *module->dlpi_name != '\0') {
            static_cast<std::vector<std::string>*>(list)->emplace_back(module->dlpi_name);
        }
        return 0;
    };
    dl_iterate_phdr(addPath, &paths);
    for (std::string const& path : paths) {
        // What has no file of its own, as the kernel's vdso, cannot be opened and does not go.
        if (void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_NOLOAD)) {
            mHandles.push_back(handle);
        }
    }
}

LoadedLibraries::~LoadedLibraries() {
    for (void* const handle : mHandles) {
        dlclose(handle);
    }
}

} // namespace workbook::binding
