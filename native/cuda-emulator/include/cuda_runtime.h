//! Stand-in for CUDA's cuda_runtime.h: the runtime API with its C++ conveniences and, in .cu files, the
//! device side.
#pragma once
#include "cuda_runtime_api.h"
#include "vector_functions.h"
#include "workbook/symbols.h"
#include <cstdint>

template <class T> inline cudaError_t cudaMalloc(T** pointer, std::size_t bytes) {
    return ::cudaMalloc(reinterpret_cast<void**>(pointer), bytes);
}
template <class T> inline cudaError_t cudaMallocAsync(T** pointer, std::size_t bytes, cudaStream_t stream) {
    return ::cudaMallocAsync(reinterpret_cast<void**>(pointer), bytes, stream);
}
template <class T>
inline cudaError_t cudaMallocManaged(T** pointer, std::size_t bytes,
                                     unsigned int flags = cudaMemAttachGlobal) {
    return ::cudaMallocManaged(reinterpret_cast<void**>(pointer), bytes, flags);
}
template <class T> inline cudaError_t cudaHostAlloc(T** pointer, std::size_t bytes, unsigned int flags) {
    return ::cudaHostAlloc(reinterpret_cast<void**>(pointer), bytes, flags);
}
template <class T> inline cudaError_t cudaMallocHost(T** pointer, std::size_t bytes, unsigned int flags = 0) {
    return ::cudaHostAlloc(reinterpret_cast<void**>(pointer), bytes, flags);
}
inline cudaError_t cudaEventCreate(cudaEvent_t* event, unsigned int flags) {
    return ::cudaEventCreateWithFlags(event, flags);
}

template <class T>
inline cudaError_t cudaLaunchKernel(T* kernel, dim3 grid, dim3 block, void** arguments,
                                    std::size_t sharedBytes = 0, cudaStream_t stream = nullptr) {
    return ::cudaLaunchKernel(reinterpret_cast<void const*>(kernel), grid, block, arguments, sharedBytes,
                              stream);
}
template <class T>
inline cudaError_t cudaLaunchCooperativeKernel(T* kernel, dim3 grid, dim3 block, void** arguments,
                                               std::size_t sharedBytes = 0, cudaStream_t stream = nullptr) {
    return ::cudaLaunchCooperativeKernel(reinterpret_cast<void const*>(kernel), grid, block, arguments,
                                         sharedBytes, stream);
}
template <class T>
inline cudaError_t cudaFuncSetAttribute(T* kernel, enum cudaFuncAttribute attribute, int value) {
    return ::cudaFuncSetAttribute(reinterpret_cast<void const*>(kernel), attribute, value);
}
template <class T>
inline cudaError_t cudaFuncGetAttributes(struct cudaFuncAttributes* attributes, T* kernel) {
    return ::cudaFuncGetAttributes(attributes, reinterpret_cast<void const*>(kernel));
}
template <class T> inline cudaError_t cudaFuncSetCacheConfig(T* kernel, enum cudaFuncCache config) {
    return ::cudaFuncSetCacheConfig(reinterpret_cast<void const*>(kernel), config);
}

template <class T>
inline cudaError_t cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, T* kernel, int threads,
                                                                 std::size_t dynamicShared) {
    return ::cudaOccupancyMaxActiveBlocksPerMultiprocessor(blocks, reinterpret_cast<void const*>(kernel),
                                                           threads, dynamicShared);
}

//! The block size, a multiple of 32, that keeps most threads on a multiprocessor; among equals the largest.
template <class T, class SharedOfThreads>
inline cudaError_t cudaOccupancyMaxPotentialBlockSizeVariableSMem(int* minGrid, int* blockSize, T* kernel,
                                                                  SharedOfThreads sharedOfThreads,
                                                                  int limit = 0) {
    int device = 0, processors = 0, best = 0;
    struct cudaFuncAttributes attributes;
    if (cudaError_t error = cudaGetDevice(&device))
        return error;
    if (cudaError_t error = cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device))
        return error;
    if (cudaError_t error = cudaFuncGetAttributes(&attributes, kernel))
        return error;
    int const most =
        limit > 0 && limit < attributes.maxThreadsPerBlock ? limit : attributes.maxThreadsPerBlock;
    for (int threads = most / 32 * 32; threads > 0; threads -= 32) {
        int blocks = 0;
        if (cudaError_t error = cudaOccupancyMaxActiveBlocksPerMultiprocessor(
                &blocks, kernel, threads, static_cast<std::size_t>(sharedOfThreads(threads))))
            return error;
        if (blocks * threads > best) {
            best = blocks * threads;
            *blockSize = threads;
            *minGrid = blocks * processors;
        }
    }
    return best > 0 ? cudaSuccess : cudaErrorInvalidValue;
}
template <class T>
inline cudaError_t cudaOccupancyMaxPotentialBlockSize(int* minGrid, int* blockSize, T* kernel,
                                                      std::size_t dynamicShared = 0, int limit = 0) {
    return cudaOccupancyMaxPotentialBlockSizeVariableSMem(
        minGrid, blockSize, kernel, [=](int) { return dynamicShared; }, limit);
}

#if defined(__WORKBOOK_CUDACC__)
// What nvcc declares without being asked.
#include <climits>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "workbook/atomics.h"
#include "workbook/barriers.h"
#include "workbook/bit_intrinsics.h"
#include "workbook/indices.h"
#include "workbook/kernel.h"
#include "workbook/math_intrinsics.h"
#include "workbook/memory_access.h"
#include "workbook/shared_memory.h"
#include "workbook/warp.h"
#endif
