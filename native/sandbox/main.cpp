//! The first process of a sandbox, which no other in there can signal or look into, and whose end is the end
//! of all. It says `ready` on its control socket, waits for a byte while the sandbox is furnished from
//! outside, runs the command, and says at last `failed ERRNO` or `ended STATUS LEFT_RUNNING`.
//!
//! `NAME=VALUE… -- COMMAND…`; only this package starts it.
#include "Command.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace workbook::sandbox {
namespace {

struct Task {
    int64_t control{-1}; //!< a socket
    int64_t files{3};    //!< descriptors that the command is given
    Confinement confinement;
    char** command{nullptr};
};

bool readTask(int argc, char** argv, Task& task) {
    Confinement& confinement = task.confinement;
    struct Number {
        char const* name;
        int64_t& value;
    };
    Number const numbers[] = {{"control", task.control},
                              {"files", task.files},
                              {"user", confinement.user},
                              {"cpuSeconds", confinement.cpuSeconds},
                              {"openFiles", confinement.openFiles},
                              {"fileBytes", confinement.fileBytes},
                              {"tasks", confinement.tasks}};
    int at = 1;
    for (; at < argc && std::strcmp(argv[at], "--") != 0; ++at) {
        bool known = false;
        for (Number const& number : numbers) {
            size_t const length = std::strlen(number.name);
            if (std::strncmp(argv[at], number.name, length) == 0 && argv[at][length] == '=') {
                number.value = std::strtoll(argv[at] + length + 1, nullptr, 10);
                known = true;
            }
        }
        if (!known) {
            return false;
        }
    }
    task.command = argv + at + 1;
    return task.control >= task.files && at + 1 < argc;
}

void tell(Task const& task, char const* format, int first = 0, int second = 0) {
    char text[80];
    int const size = std::snprintf(text, sizeof text, format, first, second);
    [[maybe_unused]] ssize_t const written =
        write(static_cast<int>(task.control), text, static_cast<size_t>(size));
}

int launch(Task const& task) {
    tell(task, "ready\n");
    char go = 0;
    if (read(static_cast<int>(task.control), &go, 1) != 1) {
        return 1; // who started this is gone
    }
    CommandEnd const end = run(task.command, task.confinement, static_cast<int>(task.files));
    if (end.error != 0) {
        tell(task, "failed %d\n", end.error);
    } else {
        tell(task, "ended %d %d\n", end.status, countOthers());
    }
    return 0;
}

} // namespace
} // namespace workbook::sandbox

int main(int argc, char** argv) {
    workbook::sandbox::Task task;
    if (!workbook::sandbox::readTask(argc, argv, task)) {
        return 2;
    }
    return workbook::sandbox::launch(task);
}
