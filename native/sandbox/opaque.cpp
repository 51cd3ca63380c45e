//! A library that makes the process which loads it opaque: no other process of its user may open its memory,
//! its files or its environment in /proc. Node has no prctl(). What the process executes is as usual again.
#include <sys/prctl.h>

//! What Node calls when it loads an addon; nothing of Node-API is needed.
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void* /*env*/,
                                                                                void* exports) {
    prctl(PR_SET_DUMPABLE, 0);
    return exports;
}
