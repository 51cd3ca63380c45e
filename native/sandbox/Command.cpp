#include "Command.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace workbook::sandbox {
namespace {

//! Closes all descriptors from this one on, whoever left them open.
void closeFrom(int first) {
    if (syscall(SYS_close_range, first, ~0U, 0) == 0) {
        return;
    }
    rlimit most{}; // before Linux 5.9
    getrlimit(RLIMIT_NOFILE, &most);
    for (rlim_t file = static_cast<rlim_t>(first); file < most.rlim_cur; ++file) {
        close(static_cast<int>(file));
    }
}

//! From fork() on. \return only by its end
[[noreturn]] void become(char** argv, Confinement const& confinement, int files, int failure) {
    setsid();
    dup3(failure, files, O_CLOEXEC); // higher than files: so is the control socket, which was there before
    closeFrom(files + 1);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    int error = confine(confinement);
    if (error == 0) {
        execv(argv[0], argv);
        error = errno;
    }
    [[maybe_unused]] ssize_t const written = write(files, &error, sizeof error);
    _exit(127);
}

} // namespace

CommandEnd run(char** argv, Confinement const& confinement, int files) {
    CommandEnd end;
    int failure[2];
    if (pipe2(failure, O_CLOEXEC) != 0) {
        end.error = errno;
        return end;
    }
    becomeOpaque(); // before anybody is there to look; exec makes the command transparent again
    pid_t const command = fork();
    if (command == 0) {
        become(argv, confinement, files, failure[1]);
    }
    end.error = command < 0 ? errno : 0;
    giveUpCapabilities();
    close(failure[1]);
    // The command alone holds what it was given: readers see the end when it ends.
    for (int file = 0; file < files; ++file) {
        close(file);
    }
    if (end.error == 0 && read(failure[0], &end.error, sizeof end.error) != sizeof end.error) {
        end.error = 0; // it was closed by execv()
    }
    // What loses its parent is a child of the first process, which waits for it, too.
    int status = 0;
    for (pid_t ended = 0; command > 0 && ended != command;) {
        ended = waitpid(-1, &status, 0);
        if (ended < 0 && errno != EINTR) {
            break;
        }
    }
    end.status = status;
    return end;
}

int countOthers() {
    DIR* const folder = opendir("/proc");
    if (folder == nullptr) {
        return 0;
    }
    int others = 0;
    while (dirent const* const entry = readdir(folder)) {
        int const id = std::atoi(entry->d_name); // 0 for what is no process
        others += id > 1 ? 1 : 0;
    }
    closedir(folder);
    return others;
}

} // namespace workbook::sandbox
