//! The findings of checks, kept and printed.
#include "checks.h"
#include "launch.h"
#include "launch_log.h"
#include "report_file.h"
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace workbook::emulator {

namespace {
constexpr std::size_t kMostReports = 1000;

int configuredChecks() {
    char const* const wanted = std::getenv("WORKBOOK_CUDA_CHECK");
    if (!wanted)
        return workbookMemcheck;
    std::string const list = wanted;
    return (list.find("memcheck") != std::string::npos ? workbookMemcheck : 0) |
           (list.find("racecheck") != std::string::npos ? workbookRacecheck : 0);
}

struct Findings {
    std::mutex mutex;
    std::vector<WorkbookReport> reports;
    std::atomic<int> checks{configuredChecks()};
};

Findings& findings() {
    static Findings& made = *new Findings;
    return made;
}
} // namespace

void report(WorkbookReport const& found) {
    std::lock_guard<std::mutex> lock(findings().mutex);
    if (findings().reports.size() == kMostReports)
        return;
    findings().reports.push_back(found);
    appendToFile(found);
    if (found.kind != workbookFault)
        std::fprintf(stderr, "CUDA emulator: %s\n", found.text);
}

void reportFault(KernelInfo& kernel, KernelFault const& fault) {
    if (fault.reported)
        return;
    WorkbookReport found{};
    found.kind = workbookFault;
    found.error = fault.error;
    found.kernel = kernelName(kernel);
    found.block = fault.block;
    found.thread = fault.thread;
    found.address = fault.address;
    found.code = fault.code;
    std::snprintf(
        found.text, sizeof found.text, "%s in %s, block (%u,%u,%u), thread (%u,%u,%u), address 0x%llx",
        cudaGetErrorString(fault.error), found.kernel, fault.block.x, fault.block.y, fault.block.z,
        fault.thread.x, fault.thread.y, fault.thread.z, static_cast<unsigned long long>(fault.address));
    report(found);
}

bool checking(int check) { return (findings().checks.load(std::memory_order_relaxed) & check) != 0; }

} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" void workbookSetChecks(int checks) { findings().checks = checks; }
extern "C" int workbookGetChecks() { return findings().checks; }

extern "C" std::size_t workbookReportCount() {
    std::lock_guard<std::mutex> lock(findings().mutex);
    return findings().reports.size();
}

extern "C" bool workbookReadReport(std::size_t index, WorkbookReport* found) {
    std::lock_guard<std::mutex> lock(findings().mutex);
    if (index >= findings().reports.size())
        return false;
    *found = findings().reports[index];
    return true;
}

extern "C" void workbookClearReports() {
    std::lock_guard<std::mutex> lock(findings().mutex);
    findings().reports.clear();
}
