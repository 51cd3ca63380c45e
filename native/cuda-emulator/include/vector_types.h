//! Stand-in for CUDA's vector_types.h: `float4` and the other built-in vector types, and `dim3`.
//!
//! Sizes and alignments are the device's (CUDA C++ Programming Guide, "Built-in Vector Types"): a vector of 2
//! or 4 is aligned to its size, at most 16 bytes; a vector of 1 or 3 to its element. Device code reads arrays
//! of other types through them, hence may_alias.
#pragma once
#include "workbook/qualifiers.h"

#define WORKBOOK_VECTOR_TYPES(name, element, align2, align4)                                                 \
    struct __attribute__((may_alias)) name##1 { element x; };                                                \
    struct __attribute__((may_alias, aligned(align2))) name##2 { element x, y; };                            \
    struct __attribute__((may_alias)) name##3 { element x, y, z; };                                          \
    struct __attribute__((may_alias, aligned(align4))) name##4 { element x, y, z, w; };

WORKBOOK_VECTOR_TYPES(char, signed char, 2, 4)
WORKBOOK_VECTOR_TYPES(uchar, unsigned char, 2, 4)
WORKBOOK_VECTOR_TYPES(short, short, 4, 8)
WORKBOOK_VECTOR_TYPES(ushort, unsigned short, 4, 8)
WORKBOOK_VECTOR_TYPES(int, int, 8, 16)
WORKBOOK_VECTOR_TYPES(uint, unsigned int, 8, 16)
WORKBOOK_VECTOR_TYPES(long, long, 16, 16)
WORKBOOK_VECTOR_TYPES(ulong, unsigned long, 16, 16)
WORKBOOK_VECTOR_TYPES(longlong, long long, 16, 16)
WORKBOOK_VECTOR_TYPES(ulonglong, unsigned long long, 16, 16)
WORKBOOK_VECTOR_TYPES(float, float, 8, 16)
WORKBOOK_VECTOR_TYPES(double, double, 16, 16)

//! Extents of a grid or a block; what is left out is 1.
struct dim3 {
    unsigned int x, y, z;
    constexpr dim3(unsigned int width = 1, unsigned int height = 1, unsigned int depth = 1)
        : x(width), y(height), z(depth) {}
    constexpr dim3(uint3 extents) : x(extents.x), y(extents.y), z(extents.z) {}
    constexpr operator uint3() const { return uint3{x, y, z}; }
};
