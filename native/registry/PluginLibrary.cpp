#include "PluginLibrary.h"

#include "PrivateCopy.h"

#include <dlfcn.h>
#include <stdexcept>

namespace workbook::registry {
namespace {

void* openOrThrow(std::string const& file, std::string const& path) {
    if (void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        return handle;
    }
    char const* const reason = dlerror();
    std::string message = reason != nullptr ? reason : "unknown reason";
    // The linker names the copy; the reader knows the original.
    for (size_t at = message.find(file); at != std::string::npos; at = message.find(file, at + path.size())) {
        message.replace(at, file.size(), path);
    }
    throw std::runtime_error(message);
}

} // namespace

void PluginLibrary::open() {
    PrivateCopy const copy(mPath);
    try {
        mHandle = openOrThrow(copy.file(), mPath);
    } catch (std::runtime_error const&) {
        // A library that finds its own neighbours through $ORIGIN looks beside the copy.
        if (!copy.linkNeighbours()) {
            throw;
        }
        mHandle = openOrThrow(copy.file(), mPath);
    }
}

void* PluginLibrary::address(char const* name) const { return dlsym(mHandle, name); }

} // namespace workbook::registry
