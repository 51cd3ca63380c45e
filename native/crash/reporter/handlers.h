#pragma once

namespace workbook::crash {

//! Installs the handlers where they are not; what was there before is asked first or last, see handlers.cpp.
//! Nothing happens where WORKBOOK_CRASH_FILE names no file that can be written.
void installHandlers();

//! Gives the calling thread a stack of its own for signal handlers, without which the end of a stack could
//! not be reported.
//! \return the stack, or null where the thread had one already or there is no memory
void* useSignalStack();

} // namespace workbook::crash
