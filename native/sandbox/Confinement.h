#pragma once

#include <cstdint>

namespace workbook::sandbox {

//! What binds the command, in addition to the namespaces and the system call filter that are there already. A
//! limit of 0 is none.
struct Confinement {
    int64_t user{0};       //!< user and group to become; 0 where this process is nobody special already
    int64_t cpuSeconds{0}; //!< of one process; the kernel's own, behind the supervisor's for all together
    int64_t openFiles{0};
    int64_t fileBytes{0};
    int64_t tasks{0}; //!< threads of all processes, as far as RLIMIT_NPROC counts them
};

//! Confines this process and what it starts, for good.
//! \return 0 or an errno
int confine(Confinement const& confinement);

//! Gives all capabilities of this process up.
bool giveUpCapabilities();

//! Lets no other process look into this one.
void becomeOpaque();

} // namespace workbook::sandbox
