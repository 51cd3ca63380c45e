#include "TracedCreator.h"

#include "check.h"
#include "events.h"
#include "plugins.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

using namespace nvinfer1;
using workbook::trace::EventLog;
using workbook::trace::ObjectIdentity;
using workbook::trace::TracedCreatorV3One;

namespace {

class Crashing final : public plugins::V3<> {
public:
    int32_t setTactic(int32_t) noexcept override { return std::raise(SIGSEGV); }
};

//! Calls the plugin until it crashes, with the log in a file.
[[noreturn]] void runChild(std::string const& path) {
    std::signal(SIGSEGV, SIG_DFL); // a sanitizer's handler would report it
    EventLog::instance().reset(path);
    EventLog::instance().setPhase("deserialize");
    plugins::CreatorV3 creator(new Crashing);
    TracedCreatorV3One traced(creator, ObjectIdentity("creator#1", "Fake@2", ""));
    IPluginV3* const plugin = traced.createPlugin("p", nullptr, TensorRTPhase::kRUNTIME);
    auto* const runtime =
        static_cast<IPluginV3OneRuntime*>(plugin->getCapabilityInterface(PluginCapabilityType::kRUNTIME));
    runtime->setTactic(3);
    _exit(0);
}

} // namespace

TEST("a crash leaves the events up to and including the start of the call") {
    std::string const path =
        (std::filesystem::temp_directory_path() / ("crash-" + std::to_string(getpid()))).string();
    pid_t const child = fork();
    if (child == 0) {
        runChild(path);
    }
    int status = 0;
    CHECK_EQUAL(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);

    std::ifstream file(path, std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto const list = events::read(reinterpret_cast<uint8_t const*>(bytes.data()), bytes.size());
    CHECK_EQUAL(list.size(),
                size_t{7}); // createPlugin and construct, getCapabilityInterface: two each; setTactic: one
    events::Event const& last = list.back();
    CHECK_EQUAL(last.at(0), "0");
    CHECK_EQUAL(last.at(2), "\"deserialize\"");
    CHECK_EQUAL(last.at(6), "\"setTactic\"");
    CHECK_EQUAL(last.at(7), "{\"tactic\":3}");
    std::filesystem::remove(path);
}

CHECK_MAIN
