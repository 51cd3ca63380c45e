#include "faults.h"
#include "device_memory.h"
#include "division.h"
#include "worker.h"
#include <csignal>
#include <sys/mman.h>
#include <ucontext.h>

namespace workbook::emulator {

namespace {
constexpr std::size_t kSignalStackBytes = 64 * 1024;
constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE};
struct sigaction previous[NSIG];
thread_local char* signalStack = nullptr;
// The handler that is being asked, to notice one that asks ours in turn: with the same context, deeper on the
// stack. (It may also leave by siglongjmp.)
thread_local void* chainedContext = nullptr;
thread_local char* chainedFrame = nullptr;

//! Gives the signal to whoever had it before.
void chain(int signal, siginfo_t* info, void* context) {
    struct sigaction const& before = previous[signal];
    bool const plain = (before.sa_flags & SA_SIGINFO) == 0;
    auto* const frame = static_cast<char*>(__builtin_frame_address(0));
    bool const inCircles = context == chainedContext && frame < chainedFrame;
    if (inCircles || (plain && (before.sa_handler == SIG_DFL || before.sa_handler == SIG_IGN))) {
        ::signal(signal, SIG_DFL); // the instruction runs again and the system ends the process
        return;
    }
    chainedContext = context;
    chainedFrame = frame;
    if (plain) {
        before.sa_handler(signal);
    } else {
        before.sa_sigaction(signal, info, context);
    }
    chainedContext = nullptr;
}

//! What a device would call this fault. A general protection fault is an aligned vector instruction on an
//! address that is not.
cudaError_t faultError(int signal, siginfo_t const* info) {
    if (signal == SIGFPE)
        return cudaErrorLaunchFailure;
    return signal == SIGSEGV && info->si_code == SI_KERNEL ? cudaErrorMisalignedAddress
                                                           : cudaErrorIllegalAddress;
}

void handle(int signal, siginfo_t* info, void* context) {
    Worker* const worker = currentWorker;
    if (!worker || info->si_code <= 0)
        return chain(signal, info, context); // <= 0: sent by kill()
    auto const address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    if (signal == SIGSEGV && isDeviceAddress(address)) {
        Allocation* const allocation = findAllocation(address);
        if (allocation) {
            openAllocation(*allocation); // a pointer that came from memory, not from the kernel's parameters
            return;
        }
    }
    auto* const machine = static_cast<ucontext_t*>(context);
    if (signal == SIGFPE && finishDivision(machine->uc_mcontext.gregs))
        return;
    auto const code = static_cast<std::uintptr_t>(machine->uc_mcontext.gregs[REG_RIP]);
    void* const stack = worker->abandonFromSignal(faultError(signal, info), address, false, code);
    machine->uc_mcontext.gregs[REG_RSP] = reinterpret_cast<greg_t>(stack);
    machine->uc_mcontext.gregs[REG_RIP] = reinterpret_cast<greg_t>(&workbookRestoreStack);
    machine->uc_mcontext.gregs[REG_EFL] &= ~0x400L; // direction flag: clear at function boundaries
}
} // namespace

SignalStack::SignalStack() {
    stack_t now{};
    if (sigaltstack(nullptr, &now) != 0 || (now.ss_flags & SS_DISABLE) == 0)
        return;
    if (!signalStack) {
        void* made =
            mmap(nullptr, kSignalStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (made == MAP_FAILED)
            return;
        signalStack = static_cast<char*>(made);
    }
    stack_t ours{};
    ours.ss_sp = signalStack;
    ours.ss_size = kSignalStackBytes;
    mInstalled = sigaltstack(&ours, nullptr) == 0;
}

SignalStack::~SignalStack() {
    if (!mInstalled)
        return;
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
}

void installFaultHandlers() {
    for (int signal : kSignals) {
        struct sigaction now{};
        if (sigaction(signal, nullptr, &now) != 0)
            continue;
        if ((now.sa_flags & SA_SIGINFO) != 0 && now.sa_sigaction == &handle)
            continue;
        struct sigaction ours{};
        ours.sa_sigaction = &handle;
        ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&ours.sa_mask);
        previous[signal] = now;
        sigaction(signal, &ours, nullptr);
    }
}

} // namespace workbook::emulator
