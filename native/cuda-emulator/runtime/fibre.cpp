#include "fibre.h"
#include <sys/mman.h>

// The registers that a called function must keep (System V ABI, x86-64) go to the stack; `ret` takes the way
// back.
__asm__(R"(
.text
.globl workbookSwitchStack
.type workbookSwitchStack, @function
.p2align 4
workbookSwitchStack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
.globl workbookRestoreStack
.type workbookRestoreStack, @function
workbookRestoreStack:
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size workbookSwitchStack, .-workbookSwitchStack
.size workbookRestoreStack, .-workbookRestoreStack
.globl workbookJumpToStack
.type workbookJumpToStack, @function
workbookJumpToStack:
    movq %rdi, %rsp
    jmp workbookRestoreStack
.size workbookJumpToStack, .-workbookJumpToStack
)");

//! Of AddressSanitizer, where the process has it.
extern "C" __attribute__((weak)) void __asan_unpoison_memory_region(void const volatile* address,
                                                                    std::size_t bytes);

namespace workbook::emulator {

namespace {
constexpr std::size_t kPage = 4096;
constexpr std::size_t kUnmapped = 64 * 1024;                              // below every stack
constexpr std::size_t kStride = kUnmapped + kFibreStackBytes + 3 * kPage; // with room for the stagger below
constexpr int kSavedRegisters = 6;
} // namespace

void Fibre::prepare(void (*entry)()) {
    // What ran here before did not return, so AddressSanitizer still guards its variables.
    if (__asan_unpoison_memory_region)
        __asan_unpoison_memory_region(stackTop - kFibreStackBytes, kFibreStackBytes);
    auto* top = reinterpret_cast<void**>(stackTop);
    *--top = nullptr; // a function starts with its return address at 8 modulo 16; this one has nowhere to
                      // return to
    *--top = reinterpret_cast<void*>(entry);
    for (int i = 0; i < kSavedRegisters; ++i)
        *--top = nullptr;
    saved = top;
}

Fibre* FibrePool::take() {
    if (mFree) {
        Fibre* fibre = mFree;
        mFree = fibre->next;
        return fibre;
    }
    if (mMade == kMost)
        return nullptr;
    if (!mStacks) {
        void* stacks =
            mmap(nullptr, kStride * kMost, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (stacks == MAP_FAILED)
            return nullptr;
        mStacks = static_cast<char*>(stacks);
    }
    char* const lowest = mStacks + kStride * static_cast<std::size_t>(mMade);
    if (mprotect(lowest + kUnmapped, kStride - kUnmapped, PROT_READ | PROT_WRITE) != 0)
        return nullptr;
    Fibre& fibre = mFibres[mMade];
    // Stacks that all end at the same offset of a page would fight for the same cache sets.
    fibre.stackTop = lowest + kStride - static_cast<std::size_t>(mMade * 5 % 128) * 64;
    ++mMade;
    return &fibre;
}

void FibrePool::reclaim() {
    mFree = nullptr;
    for (int i = mMade; i-- > 0;)
        give(&mFibres[i]);
}

} // namespace workbook::emulator
