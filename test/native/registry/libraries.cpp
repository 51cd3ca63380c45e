#include "GlobalLogger.h"
#include "NvInferRuntime.h"
#include "PluginRegistry.h"

#include "check.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace nvinfer1;
using workbook::registry::PluginRegistry;

namespace {

namespace fs = std::filesystem;

class LastMessage final : public ILogger {
public:
    std::string text;
    void log(Severity, char const* message) noexcept override { text = message; }
};

LastMessage gLog;
bool const gLogSet = (workbook::registry::setLogger(&gLog), true);

std::string fixture(char const* name) { return std::string(FIXTURES) + name + ".so"; }

int32_t count() {
    int32_t n = -1;
    getPluginRegistry()->getAllCreators(&n);
    return n;
}

bool has(std::string const& part) { return gLog.text.find(part) != std::string::npos; }

} // namespace

TEST("a library's creators come and go") {
    CHECK(gLogSet);
    void* const handle = getPluginRegistry()->loadLibrary(fixture("fixture_complete").c_str());
    CHECK(handle != nullptr);
    CHECK_EQUAL(count(), 2);
    IPluginCreatorInterface* const creator = getPluginRegistry()->getCreator("Complete", "2", "");
    CHECK(creator != nullptr);
    CHECK(!getPluginRegistry()->deregisterCreator(*creator));
    CHECK(has("was loaded from a library and cannot be deregistered"));
    getPluginRegistry()->deregisterLibrary(handle);
    CHECK_EQUAL(count(), 0);
    getPluginRegistry()->deregisterLibrary(handle); // TensorRT 10.6 crashes here
    CHECK(has("deregisterLibrary() requires a valid PluginLibraryHandle"));
}

TEST("the same library twice: refused while it is loaded, fresh afterwards") {
    std::string const path = fixture("fixture_complete");
    void* const handle = getPluginRegistry()->loadLibrary(path.c_str());
    CHECK(getPluginRegistry()->loadLibrary(path.c_str()) == nullptr);
    CHECK_EQUAL(gLog.text,
                "IPluginRegistry::loadLibrary: Error Code 4: API Usage Error (Cannot register the library "
                "as plugin creator of Complete exists already.)");
    CHECK_EQUAL(PluginRegistry::lastError(), gLog.text);
    IPluginCreatorInterface const* const before = getPluginRegistry()->getCreator("Complete", "1", "");
    getPluginRegistry()->deregisterLibrary(handle);
    void* const again = getPluginRegistry()->loadLibrary(path.c_str());
    CHECK(again != nullptr && again != handle);
    CHECK(getPluginRegistry()->getCreator("Complete", "1", "") != before);
    getPluginRegistry()->deregisterLibrary(again);
}

TEST("the older form, V1 creators only") {
    void* const handle = getPluginRegistry()->loadLibrary(fixture("fixture_older").c_str());
    CHECK(handle != nullptr);
    CHECK(getPluginRegistry()->getPluginCreator("Older", "1", "") != nullptr);
    getPluginRegistry()->deregisterLibrary(handle);
}

TEST("a library's creators are registered under their own namespace") {
    void* const handle = getPluginRegistry()->loadLibrary(fixture("fixture_namespace").c_str());
    CHECK(getPluginRegistry()->getCreator("Spaced", "2", "own") != nullptr);
    CHECK(getPluginRegistry()->getCreator("Spaced", "2", "") == nullptr);
    getPluginRegistry()->deregisterLibrary(handle);
}

TEST("what is missing is named") {
    CHECK(getPluginRegistry()->loadLibrary(fixture("fixture_no_creators").c_str()) == nullptr);
    CHECK(has("fixture_no_creators.so does not contain getCreators or getPluginCreators function."));
    CHECK(getPluginRegistry()->loadLibrary(fixture("fixture_no_logger").c_str()) == nullptr);
    CHECK(has("fixture_no_logger.so does not contain setLoggerFinder function."));
    CHECK(getPluginRegistry()->loadLibrary("no/such/file.so") == nullptr);
    CHECK(has("Error Code 6: API Usage Error (Unable to load library: no/such/file.so: no/such/file.so: "
              "cannot open"));
    CHECK(getPluginRegistry()->loadLibrary(nullptr) == nullptr);
    CHECK(getPluginRegistry()->loadLibrary("") == nullptr);
    CHECK(getPluginRegistry()->loadLibrary(FIXTURES) == nullptr);
    CHECK(has("not a regular file"));
    CHECK_EQUAL(count(), 0);
}

TEST("a file that is no library") {
    fs::path const path = fs::temp_directory_path() / ("not-a-library-" + std::to_string(getpid()) + ".so");
    std::ofstream(path) << "text";
    CHECK(getPluginRegistry()->loadLibrary(path.c_str()) == nullptr);
    CHECK(has(path.string() + ": " + path.string())); // the copy's path is not shown
    fs::remove(path);
}

TEST("static registration while the library loads") {
    auto const creators = PluginRegistry::instance().openLibrary(fixture("fixture_static"));
    CHECK_EQUAL(creators.size(), size_t{1});
    CHECK(getPluginRegistry()->getCreator("Static", "2", "") == creators.at(0));
    // Loaded as a library it has no getCreators; what registered meanwhile goes again.
    CHECK(getPluginRegistry()->deregisterCreator(*creators.at(0)));
    CHECK(getPluginRegistry()->loadLibrary(fixture("fixture_static").c_str()) == nullptr);
    CHECK_EQUAL(count(), 0);
    bool threw = false;
    try {
        PluginRegistry::instance().openLibrary("no/such/file.so");
    } catch (std::runtime_error const&) {
        threw = true;
    }
    CHECK(threw);
}

TEST("a loaded library may be written over") {
    fs::path const path = fs::temp_directory_path() / ("rebuilt-" + std::to_string(getpid()) + ".so");
    fs::copy_file(fixture("fixture_complete"), path, fs::copy_options::overwrite_existing);
    void* const handle = getPluginRegistry()->loadLibrary(path.c_str());
    std::ofstream(path, std::ios::trunc) << "rebuilding"; // a mapped file would end this process with SIGBUS
    IPluginCreatorInterface* const creator = getPluginRegistry()->getCreator("Complete", "2", "");
    CHECK(creator != nullptr);
    CHECK_EQUAL(std::string(static_cast<IPluginCreatorV3One*>(creator)->getPluginName()), "Complete");
    getPluginRegistry()->deregisterLibrary(handle);
    fs::remove(path);
}

CHECK_MAIN
