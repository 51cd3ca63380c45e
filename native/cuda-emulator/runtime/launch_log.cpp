#include "launch_log.h"
#include "context.h"
#include <algorithm>
#include <chrono>
#include <deque>
#include <set>
#include <string>

namespace workbook::emulator {

namespace {
constexpr std::size_t kMostRecords = 65536;

struct Log {
    std::deque<WorkbookLaunchRecord> records;
    std::uint64_t count = 0;
    std::set<std::string> names;
};

Log& log() {
    static Log& made = *new Log;
    return made;
}

//! The values of `[with T = float; int N = 4]` (g++) or `[T = float, N = 4]` (clang++) as `<float, 4>`.
std::string templateArguments(std::string const& list) {
    std::string result;
    int depth = 0;
    bool inValue = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        char const c = list[i];
        bool const separator = depth == 0 && (c == ';' || c == ',');
        if (!inValue) {
            if (c == '=') {
                result += result.empty() ? "<" : ", ";
                inValue = true;
                if (i + 1 < list.size() && list[i + 1] == ' ')
                    ++i;
            }
        } else if (separator) {
            inValue = false;
        } else {
            depth += c == '<' || c == '(' || c == '{' ? 1 : c == '>' || c == ')' || c == '}' ? -1 : 0;
            result += c;
        }
    }
    return result.empty() ? result : result + ">";
}

std::string readableName(std::string const& pretty) {
    std::size_t const with = pretty.rfind(" [");
    std::string const signature = pretty.substr(0, with);
    std::string arguments;
    if (with != std::string::npos) {
        std::size_t const begin = with + (pretty.compare(with, 7, " [with ") == 0 ? 7 : 2);
        arguments = templateArguments(pretty.substr(begin, pretty.size() - begin - 1));
    }
    int depth = 0;
    std::size_t open = signature.size();
    while (open > 0) { // the parameter list's bracket
        char const c = signature[--open];
        depth += c == ')' ? 1 : c == '(' ? -1 : 0;
        if (c == '(' && depth == 0)
            break;
    }
    std::size_t begin = open;
    for (depth = 0; begin > 0; --begin) { // back to the space behind the return type
        char const c = signature[begin - 1];
        depth += c == '>' ? 1 : c == '<' ? -1 : 0;
        if (c == ' ' && depth == 0)
            break;
    }
    std::string const name = signature.substr(begin, open - begin);
    return name.find('<') == std::string::npos ? name + arguments : name;
}
} // namespace

char const* kernelName(KernelInfo& kernel) {
    if (!kernel.name)
        kernel.name = log().names.insert(readableName(kernel.prettyName)).first->c_str();
    return kernel.name;
}

void recordLaunch(WorkbookLaunchRecord record) {
    Log& kept = log();
    record.sequence = kept.count++;
    if (kept.records.size() == kMostRecords)
        kept.records.pop_front();
    kept.records.push_back(record);
}

double nowUs() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::micro>(now).count();
}

} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" std::uint64_t workbookLaunchCount() {
    std::lock_guard<std::recursive_mutex> lock(context().mutex);
    return log().count;
}

extern "C" std::size_t workbookReadLaunches(std::uint64_t first, WorkbookLaunchRecord* records,
                                            std::size_t capacity) {
    std::lock_guard<std::recursive_mutex> lock(context().mutex);
    Log const& kept = log();
    std::uint64_t const oldest = kept.count - kept.records.size();
    if (first < oldest)
        first = oldest;
    if (first >= kept.count)
        return 0;
    std::size_t const copied = std::min<std::size_t>(capacity, kept.count - first);
    std::copy_n(kept.records.begin() + static_cast<std::ptrdiff_t>(first - oldest), copied, records);
    return copied;
}
