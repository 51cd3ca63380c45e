#pragma once

#include <vector>

namespace workbook::binding {

//! Keeps every library that is loaded now in memory while it lives: a graph runs kernels by their addresses,
//! and its plugin library may be deregistered before.
class LoadedLibraries {
public:
    LoadedLibraries();
    ~LoadedLibraries();
    LoadedLibraries(LoadedLibraries const&) = delete;
    LoadedLibraries& operator=(LoadedLibraries const&) = delete;

private:
    std::vector<void*> mHandles;
};

} // namespace workbook::binding
