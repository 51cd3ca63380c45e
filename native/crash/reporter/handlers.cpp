//! Writes down a crash and hands the signal on, so that it ends the process as it would have.
//!
//! V8 catches SIGSEGV of code that it compiled itself: such a signal goes to whoever had the handler before,
//! and is reported only if that was no help. The CUDA emulator's handler is installed over this one and
//! passes on what is not a kernel's.
#include "handlers.h"

#include "Backtrace.h"
#include "CrashFile.h"
#include "MemoryMap.h"
#include "NamedMemory.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace workbook::crash {
namespace {

//! SIGXCPU is how the supervisor asks where a process is that it is about to end.
constexpr int kSIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU};
constexpr size_t kSIGNAL_STACK_BYTES = 128 * 1024;
constexpr timespec kPAUSE{0, 2'000'000};
//! Bits of a page fault's error code.
constexpr greg_t kWRITE = 2;
constexpr greg_t kEXECUTE = 16;
constexpr greg_t kPAGE_FAULT = 14;

CrashFile gFile;
long gWaitMs = 0;
struct sigaction gPrevious[NSIG];
std::atomic<pid_t> gReporting{0}; //!< the thread that is writing

//! The numbers of a process and a thread as they are seen from where the lab is: /proc is the outer one, also
//! in a PID namespace. `PID` and `PID/task/TID`.
struct Numbers {
    int64_t process;
    int64_t thread;
};

int64_t lastNumber(char const* text, ssize_t size) {
    int64_t number = 0;
    for (ssize_t i = 0; i < size; ++i) {
        number = text[i] == '/' ? 0 : text[i] >= '0' && text[i] <= '9' ? number * 10 + text[i] - '0' : number;
    }
    return number;
}

Numbers outerNumbers() {
    char process[64];
    char thread[64];
    return {lastNumber(process, readlink("/proc/self", process, sizeof process)),
            lastNumber(thread, readlink("/proc/thread-self", thread, sizeof thread))};
}

pid_t threadId() { return static_cast<pid_t>(syscall(SYS_gettid)); }

bool isPlain(struct sigaction const& action) {
    return (action.sa_flags & SA_SIGINFO) == 0 &&
           (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN);
}

char const* accessOf(int signal, ucontext_t const& machine) {
    auto const& registers = machine.uc_mcontext.gregs;
    if ((signal != SIGSEGV && signal != SIGBUS) || registers[REG_TRAPNO] != kPAGE_FAULT) {
        return "unknown";
    }
    if ((registers[REG_ERR] & kEXECUTE) != 0) {
        return "execute";
    }
    return (registers[REG_ERR] & kWRITE) != 0 ? "write" : "read";
}

void writeThread(int64_t thread) {
    char name[17] = "";
    prctl(PR_GET_NAME, name);
    Line line("thread ");
    line.number(thread).text(" ").text(name).writeTo(gFile);
}

void writeFault(int signal, siginfo_t const& info, ucontext_t const& machine) {
    auto const& registers = machine.uc_mcontext.gregs;
    Line line("signal ");
    line.number(signal).text(" code ").number(info.si_code).writeTo(gFile);
    if (info.si_code <= 0) {
        Line("sender ").number(info.si_pid).writeTo(gFile);
    } else {
        auto const address = reinterpret_cast<uint64_t>(info.si_addr);
        Line("address ").hex(address).writeTo(gFile);
        Line("access ").text(accessOf(signal, machine)).writeTo(gFile);
        if (char const* const name = memoryName(address)) {
            Line("memory ").text(name).writeTo(gFile);
        }
    }
    Line("pc ").hex(static_cast<uint64_t>(registers[REG_RIP])).writeTo(gFile);
    Line("sp ").hex(static_cast<uint64_t>(registers[REG_RSP])).writeTo(gFile);
}

//! Until a debugger has looked, where one is to come.
void waitForInspection() {
    if (gWaitMs <= 0) {
        return;
    }
    // Where only ancestors may attach (Yama), any process may to this one.
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
    Line("waiting").writeTo(gFile);
    auto const process = static_cast<uint64_t>(outerNumbers().process);
    for (long waited = 0; waited < gWaitMs && gFile.isThere() && !gFile.hasSibling(".seen.", process);
         waited += 2) {
        nanosleep(&kPAUSE, nullptr);
    }
}

void writeReport(int signal, siginfo_t const& info, ucontext_t& machine, bool calledNoCode) {
    gFile.reopenIfLost();
    // What is certain first: the rest may find the stack destroyed.
    Numbers const numbers = outerNumbers();
    Line("crash ").number(numbers.process).text(" ").number(getpid()).writeTo(gFile);
    writeThread(numbers.thread);
    writeFault(signal, info, machine);
    Line("maps").writeTo(gFile);
    gFile.copy("/proc/self/maps");
    Line("end maps").writeTo(gFile);
    writeBacktrace(gFile, machine, calledNoCode);
    Line("end").writeTo(gFile);
    waitForInspection();
}

//! Puts back what was there before and lets the signal come again.
void handOn(int signal, siginfo_t const& info) {
    struct sigaction before = gPrevious[signal];
    if (isPlain(before) && before.sa_handler == SIG_IGN) {
        before.sa_handler = SIG_DFL;
    }
    sigaction(signal, &before, nullptr);
    // A fault is made again by the instruction itself; what was sent has to be sent again.
    if (info.si_code <= 0 || signal == SIGTRAP || signal == SIGSYS) {
        syscall(SYS_tgkill, getpid(), threadId(), signal);
    }
}

//! Asks the handler that was there before. \return whether it has settled the matter
bool settledByPrevious(int signal, siginfo_t* info, ucontext_t* machine) {
    struct sigaction const& before = gPrevious[signal];
    if (isPlain(before) || (before.sa_flags & SA_SIGINFO) == 0) {
        return false;
    }
    greg_t const pc = machine->uc_mcontext.gregs[REG_RIP];
    // One that gives up raises the signal anew, which must wait for the report.
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    pthread_sigmask(SIG_BLOCK, &one, nullptr);
    before.sa_sigaction(signal, info, machine);
    return machine->uc_mcontext.gregs[REG_RIP] != pc;
}

void handle(int signal, siginfo_t* info, void* context) {
    int const error = errno;
    auto* const machine = static_cast<ucontext_t*>(context);
    pid_t nobody = 0;
    pid_t const self = threadId();
    if (!gReporting.compare_exchange_strong(nobody, self)) {
        if (nobody == self) { // writing the report failed: what is written must do
            ::signal(signal, SIG_DFL);
            return;
        }
        for (;;) { // another thread's report ends the process
            pause();
        }
    }
    Mapping const code = findMapping(static_cast<uint64_t>(machine->uc_mcontext.gregs[REG_RIP]));
    bool const compiledByV8 = info->si_code > 0 && code.executable && !code.fromFile;
    if (compiledByV8 && settledByPrevious(signal, info, machine)) {
        gReporting = 0;
        errno = error;
        return;
    }
    bool const fault = info->si_code > 0 && (signal == SIGSEGV || signal == SIGBUS);
    writeReport(signal, *info, *machine, fault && !code.executable);
    handOn(signal, *info);
    errno = error;
}

} // namespace

void* useSignalStack() {
    stack_t now{};
    if (sigaltstack(nullptr, &now) != 0 || (now.ss_flags & SS_DISABLE) == 0) {
        return nullptr;
    }
    void* const made = mmap(nullptr, kSIGNAL_STACK_BYTES, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (made == MAP_FAILED) {
        return nullptr;
    }
    stack_t ours{};
    ours.ss_sp = made;
    ours.ss_size = kSIGNAL_STACK_BYTES;
    sigaltstack(&ours, nullptr);
    return made;
}

void installHandlers() {
    char const* const path = std::getenv("WORKBOOK_CRASH_FILE");
    if (path == nullptr || *path == '\0' || !gFile.open(path)) {
        return;
    }
    char const* const wait = std::getenv("WORKBOOK_CRASH_WAIT_MS");
    gWaitMs = wait != nullptr ? std::strtol(wait, nullptr, 10) : 0;
    warmUpBacktrace();
    useSignalStack();
    for (int const signal : kSIGNALS) {
        struct sigaction now{};
        if (sigaction(signal, nullptr, &now) != 0 ||
            ((now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == &handle)) {
            continue;
        }
        struct sigaction ours{};
        ours.sa_sigaction = &handle;
        ours.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigemptyset(&ours.sa_mask);
        gPrevious[signal] = now;
        sigaction(signal, &ours, nullptr);
    }
}

} // namespace workbook::crash
