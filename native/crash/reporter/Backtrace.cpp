#include "Backtrace.h"

#include <cstdint>
#include <unwind.h>

namespace workbook::crash {
namespace {

constexpr int64_t kFIRST = 96;
constexpr int64_t kLAST = 64;
//! A stack of 8 MiB holds about as many of the smallest frames.
constexpr int64_t kMOST = 600000;

struct Frame {
    uint64_t address;
    bool exact;
};

struct Walk {
    CrashFile& file;
    uint64_t interrupted; //!< the address that was being executed: frames before it are the handler's own
    bool begun;
    int64_t count;
    Frame last[kLAST];
};

void write(CrashFile& file, Frame const& frame) {
    Line line("frame ");
    line.hex(frame.address).text(frame.exact ? " exact" : "").writeTo(file);
}

_Unwind_Reason_Code visit(_Unwind_Context* context, void* data) {
    auto& walk = *static_cast<Walk*>(data);
    int exact = 0;
    Frame const frame{_Unwind_GetIPInfo(context, &exact), exact != 0};
    walk.begun = walk.begun || (frame.exact && frame.address == walk.interrupted);
    if (!walk.begun) {
        return _URC_NO_REASON;
    }
    if (walk.count < kFIRST) {
        write(walk.file, frame); // at once: the next step may be the one that finds the stack destroyed
    } else {
        walk.last[walk.count % kLAST] = frame;
    }
    return ++walk.count < kMOST ? _URC_NO_REASON : _URC_NORMAL_STOP;
}

_Unwind_Reason_Code count(_Unwind_Context*, void* data) {
    ++*static_cast<int*>(data);
    return _URC_NO_REASON;
}

//! The address that a call came from is on top of the stack when what it called is no code.
void writeFromCaller(CrashFile& file, ucontext_t& machine, Walk& walk) {
    auto& registers = machine.uc_mcontext.gregs;
    auto const address = registers[REG_RIP];
    auto const stack = registers[REG_RSP];
    write(file, {static_cast<uint64_t>(address), true});
    registers[REG_RIP] = *reinterpret_cast<greg_t*>(stack);
    registers[REG_RSP] = stack + static_cast<greg_t>(sizeof(greg_t));
    walk.interrupted = static_cast<uint64_t>(registers[REG_RIP]);
    _Unwind_Backtrace(visit, &walk);
    registers[REG_RIP] = address;
    registers[REG_RSP] = stack;
}

} // namespace

void warmUpBacktrace() {
    int frames = 0;
    _Unwind_Backtrace(count, &frames);
}

void writeBacktrace(CrashFile& file, ucontext_t& machine, bool callThroughBadPointer) {
    Walk walk{file, static_cast<uint64_t>(machine.uc_mcontext.gregs[REG_RIP]), false, 0, {}};
    if (callThroughBadPointer) {
        writeFromCaller(file, machine, walk);
    } else {
        _Unwind_Backtrace(visit, &walk);
    }
    if (walk.count <= kFIRST) {
        return;
    }
    int64_t const kept = walk.count - kFIRST < kLAST ? walk.count - kFIRST : kLAST;
    if (walk.count - kFIRST > kept) {
        Line line("skipped ");
        line.number(walk.count - kFIRST - kept).writeTo(file);
    }
    for (int64_t i = walk.count - kept; i < walk.count; ++i) {
        write(file, walk.last[i % kLAST]);
    }
}

} // namespace workbook::crash
