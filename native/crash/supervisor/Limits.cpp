#include "Limits.h"

#include <cstdlib>

namespace workbook::supervisor {

bool readTask(int argc, char** argv, Task& task) {
    struct Number {
        char const* name;
        int64_t& value;
    };
    int64_t status = -1;
    Limits& limits = task.limits;
    Number const numbers[] = {{"status", status},
                              {"timeMs", limits.timeMs},
                              {"cpuMs", limits.cpuMs},
                              {"memoryBytes", limits.memoryBytes},
                              {"addressSpaceBytes", limits.addressSpaceBytes},
                              {"processes", limits.processes},
                              {"fileBytes", limits.fileBytes},
                              {"lookMs", limits.lookMs}};
    int at = 1;
    for (; at < argc && std::string(argv[at]) != "--"; ++at) {
        std::string const word = argv[at];
        size_t const equals = word.find('=');
        if (equals == std::string::npos) {
            return false;
        }
        std::string const name = word.substr(0, equals);
        std::string const value = word.substr(equals + 1);
        bool known = name == "crashFile";
        if (known) {
            task.crashFile = value;
        }
        if (name == "startFile") {
            task.startFile = value;
            known = true;
        }
        for (Number const& number : numbers) {
            if (name == number.name) {
                number.value = std::strtoll(value.c_str(), nullptr, 10);
                known = true;
            }
        }
        if (!known) {
            return false;
        }
    }
    task.statusFile = static_cast<int>(status);
    task.command.assign(argv + (at < argc ? at + 1 : argc), argv + argc);
    bool const complete = task.statusFile >= 0 && !task.command.empty();
    task.command.push_back(nullptr);
    return complete;
}

} // namespace workbook::supervisor
