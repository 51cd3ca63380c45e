//! How cublas_v2.h and cudnn.h declare a routine: as a function that refuses.
//!
//! Plugin sources mention these libraries in headers and helpers that most of them never call. So everything
//! compiles, and a call says on standard error which routine is missing and returns the library's "not
//! supported".
#pragma once
#include <cstdio>

//! \param status the library's status type \param refused its code for what is not supported
#define WORKBOOK_NOT_EMULATED(status, refused, routine)                                                      \
    template <class... Arguments> inline status routine(Arguments...) {                                      \
        std::fputs("CUDA emulator: " #routine " is not there: it needs NVIDIA's library and a GPU\n",        \
                   stderr);                                                                                  \
        return refused;                                                                                      \
    }
