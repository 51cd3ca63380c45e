#include "report_file.h"
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

namespace workbook::emulator {

namespace {
std::string quoted(std::string const& text) {
    std::string made = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            made += '\\';
        made += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return made + '"';
}

std::string triple(uint3 const& at) {
    return '[' + std::to_string(at.x) + ',' + std::to_string(at.y) + ',' + std::to_string(at.z) + ']';
}

std::string hex(std::uint64_t value) {
    char text[20];
    std::snprintf(text, sizeof text, "\"0x%" PRIx64 "\"", value);
    return text;
}

//! TensorRT's registry here loads a copy of a library, beside which a link called `origin` leads to the
//! library's own folder. The copy goes when the process ends.
std::string originalPath(std::string const& library) {
    std::size_t const slash = library.rfind('/') + 1; // 0 where there is none
    char folder[4096];
    ssize_t const size = readlink((library.substr(0, slash) + "origin").c_str(), folder, sizeof folder);
    return size > 0 ? std::string(folder, static_cast<std::size_t>(size)) + '/' + library.substr(slash)
                    : library;
}
} // namespace

void appendToFile(WorkbookReport const& found) {
    char const* const path = std::getenv("WORKBOOK_CUDA_REPORT_FILE");
    std::FILE* const file = path && *path ? std::fopen(path, "ae") : nullptr;
    if (!file)
        return;
    Dl_info library{};
    bool const known = found.code != 0 && dladdr(reinterpret_cast<void const*>(found.code), &library) != 0;
    auto const base = reinterpret_cast<std::uintptr_t>(library.dli_fbase);
    std::string line = "{\"kind\":" + std::to_string(found.kind) +
                       ",\"error\":" + std::to_string(found.error) + ",\"kernel\":" + quoted(found.kernel) +
                       ",\"block\":" + triple(found.block) + ",\"thread\":" + triple(found.thread) +
                       ",\"address\":" + hex(found.address) + ",\"text\":" + quoted(found.text);
    if (known && library.dli_fname)
        line += ",\"library\":" + quoted(originalPath(library.dli_fname)) +
                ",\"offset\":" + hex(found.code - base);
    line += "}\n";
    std::fwrite(line.data(), 1, line.size(), file);
    std::fclose(file);
}

} // namespace workbook::emulator
