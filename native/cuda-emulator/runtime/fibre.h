//! Stacks to switch between: one device thread that waits keeps its stack, and others run on theirs.
#pragma once
#include "vector_types.h"
#include <cstddef>
#include <cstdint>

namespace workbook::emulator {

extern "C" {
//! Saves the caller's registers on its stack and that stack's pointer in `*saved`; goes on where `resumed`
//! was saved.
void workbookSwitchStack(void** saved, void* resumed);
//! Goes on where `resumed` was saved; the current stack is given up.
[[noreturn]] void workbookJumpToStack(void* resumed);
//! The address to go on at, with the stack pointer at a saved stack: for signal handlers.
void workbookRestoreStack();
}

//! Local memory of one device thread.
constexpr std::size_t kFibreStackBytes = 256 * 1024;

struct Fibre {
    void* saved = nullptr;   //!< where it goes on
    Fibre* next = nullptr;   //!< in the list that it is in
    uint3 thread{};          //!< its threadIdx while it waits
    unsigned int linear = 0; //!< its thread's number in the block
    char* stackTop = nullptr;

    //! Makes it start `entry` on an empty stack when it is next switched to. `entry` must not return.
    void prepare(void (*entry)());
};

//! First in, first out.
struct FibreList {
    Fibre* first = nullptr;
    Fibre* last = nullptr;
    bool empty() const { return first == nullptr; }
    void push(Fibre* fibre) {
        fibre->next = nullptr;
        (first ? last->next : first) = fibre;
        last = fibre;
    }
    Fibre* pop() {
        Fibre* const fibre = first;
        first = fibre->next;
        return fibre;
    }
    //! Takes over all of `other`, behind what is here.
    void append(FibreList& other) {
        if (other.empty())
            return;
        (first ? last->next : first) = other.first;
        last = other.last;
        other.first = nullptr;
    }
};

//! A worker's stacks: made when they are needed, kept, at most one a thread of the largest block.
class FibrePool {
public:
    //! \return null where there is no memory for another stack.
    Fibre* take();
    void give(Fibre* fibre) { fibre->next = mFree, mFree = fibre; }
    //! All stacks are free again, whoever had them.
    void reclaim();

private:
    static constexpr int kMost = 1024 + 1;
    Fibre* mFree = nullptr;
    int mMade = 0;
    Fibre mFibres[kMost];
    char* mStacks = nullptr;
};

} // namespace workbook::emulator
