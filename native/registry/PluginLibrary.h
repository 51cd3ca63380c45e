#pragma once

#include <string>
#include <utility>

namespace workbook::registry {

//! A plugin library in this process. It is loaded from a copy under a fresh path and never unloaded:
//! dlclose() does not unload a library with unique symbols, a second dlopen() of the same path would run no
//! static initialiser, and writing over a loaded file kills the process (SIGBUS). So a rebuilt library can be
//! loaded beside its former self.
class PluginLibrary {
public:
    explicit PluginLibrary(std::string path) : mPath(std::move(path)) {}

    PluginLibrary(PluginLibrary const&) = delete;
    PluginLibrary& operator=(PluginLibrary const&) = delete;

    //! dlopen(RTLD_NOW | RTLD_LOCAL) of a copy; static initialisers run.
    //! \throws std::runtime_error with the dynamic linker's words.
    void open();

    //! The path the caller gave.
    std::string const& path() const { return mPath; }

    //! An exported function, or nullptr.
    template <class Function> Function* symbol(char const* name) const {
        return reinterpret_cast<Function*>(address(name));
    }

private:
    void* address(char const* name) const;

    std::string mPath;
    void* mHandle{nullptr};
};

} // namespace workbook::registry
