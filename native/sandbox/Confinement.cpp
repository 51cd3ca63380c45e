#include "Confinement.h"

#include <cerrno>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace workbook::sandbox {
namespace {

bool limited(__rlimit_resource resource, int64_t most) {
    rlimit const limit{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
    return setrlimit(resource, &limit) == 0;
}

bool limitedIfAny(__rlimit_resource resource, int64_t most) { return most == 0 || limited(resource, most); }

//! From the superuser to somebody who owns nothing.
bool changeUser(int64_t user) {
    auto const id = static_cast<uid_t>(user);
    for (int capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; ++capability) {
    }
    return setgroups(0, nullptr) == 0 && setresgid(id, id, id) == 0 && setresuid(id, id, id) == 0;
}

} // namespace

bool giveUpCapabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    return syscall(SYS_capset, &header, none) == 0;
}

int confine(Confinement const& confinement) {
    // The number of tasks comes last: it is the new user's.
    bool const confined =
        (confinement.user == 0 || changeUser(confinement.user)) && giveUpCapabilities() &&
        limited(RLIMIT_CORE, 0) && limited(RLIMIT_RTPRIO, 0) && limited(RLIMIT_MSGQUEUE, 0) &&
        limited(RLIMIT_MEMLOCK, 0) && limitedIfAny(RLIMIT_CPU, confinement.cpuSeconds) &&
        limitedIfAny(RLIMIT_NOFILE, confinement.openFiles) &&
        limitedIfAny(RLIMIT_FSIZE, confinement.fileBytes) && limitedIfAny(RLIMIT_NPROC, confinement.tasks) &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    return confined ? 0 : errno;
}

void becomeOpaque() { prctl(PR_SET_DUMPABLE, 0); }

} // namespace workbook::sandbox
