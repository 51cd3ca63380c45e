//! Signals that kernel code raises become errors of the launch.
#pragma once

namespace workbook::emulator {

//! A stack for this thread's signal handlers, where it has none; taken away again at the end of the scope.
class SignalStack {
public:
    SignalStack();
    ~SignalStack();
    SignalStack(SignalStack const&) = delete;
    SignalStack& operator=(SignalStack const&) = delete;

private:
    bool mInstalled = false;
};

//! Makes this library's handlers the first ones for SIGSEGV, SIGBUS and SIGFPE. A signal that is not a
//! kernel's goes to the handler that was there before (V8's, for WebAssembly, or the system's default).
void installFaultHandlers();

} // namespace workbook::emulator
