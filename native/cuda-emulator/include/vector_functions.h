//! Stand-in for CUDA's vector_functions.h: `make_float4(x, y, z, w)` and the other constructors.
#pragma once
#include "vector_types.h"

#define WORKBOOK_VECTOR_MAKERS(name, element)                                                                \
    static inline name##1 make_##name##1(element x) { return name##1 {x}; }                                  \
    static inline name##2 make_##name##2(element x, element y) { return name##2 {x, y}; }                    \
    static inline name##3 make_##name##3(element x, element y, element z) { return name##3 {x, y, z}; }      \
    static inline name##4 make_##name##4(element x, element y, element z, element w) {                       \
        return name##4 {x, y, z, w};                                                                         \
    }

WORKBOOK_VECTOR_MAKERS(char, signed char)
WORKBOOK_VECTOR_MAKERS(uchar, unsigned char)
WORKBOOK_VECTOR_MAKERS(short, short)
WORKBOOK_VECTOR_MAKERS(ushort, unsigned short)
WORKBOOK_VECTOR_MAKERS(int, int)
WORKBOOK_VECTOR_MAKERS(uint, unsigned int)
WORKBOOK_VECTOR_MAKERS(long, long)
WORKBOOK_VECTOR_MAKERS(ulong, unsigned long)
WORKBOOK_VECTOR_MAKERS(longlong, long long)
WORKBOOK_VECTOR_MAKERS(ulonglong, unsigned long long)
WORKBOOK_VECTOR_MAKERS(float, float)
WORKBOOK_VECTOR_MAKERS(double, double)
