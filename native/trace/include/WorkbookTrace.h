#pragma once

//! \file
//! By this a plugin may report a call that it makes on itself, which a wrapper around it cannot see:
//! \code
//! IPluginV3* attachToContext(IPluginResourceContext*) noexcept override {
//!     void* const call = workbookTraceSelfCallBegin("clone");
//!     IPluginV3* const copy = clone();
//!     workbookTraceSelfCallEnd(call, copy);
//!     return copy;
//! }
//! \endcode

#ifdef __cplusplus
extern "C" {
#endif

//! Records the start of a call of `method` on the traced object whose method is running on this thread.
//! \return To be handed to workbookTraceSelfCallEnd(); null where no traced method is running.
void* workbookTraceSelfCallBegin(char const* method);

//! Records the end of the call.
//! \param call What workbookTraceSelfCallBegin() returned; null does nothing.
//! \param createdObject The IPluginV3* or IPluginV2* that the call made, which gets its number here and keeps
//! it when the running method returns it; null where the call made none.
void workbookTraceSelfCallEnd(void* call, void const* createdObject);

#ifdef __cplusplus
}
#endif
