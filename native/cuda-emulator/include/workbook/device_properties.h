//! cudaDeviceProp and the attributes that cudaDeviceGetAttribute() answers.
#pragma once
#include <cstddef>

//! What cudaGetDeviceProperties() tells; sizes in bytes, clock rates in kHz.
struct cudaDeviceProp {
    char name[256];
    std::size_t totalGlobalMem;
    std::size_t sharedMemPerBlock;
    int regsPerBlock;
    int warpSize;
    std::size_t memPitch;
    int maxThreadsPerBlock;
    int maxThreadsDim[3];
    int maxGridSize[3];
    int clockRate;
    std::size_t totalConstMem;
    int major;
    int minor;
    std::size_t textureAlignment;
    int deviceOverlap;
    int multiProcessorCount;
    int kernelExecTimeoutEnabled;
    int integrated;
    int canMapHostMemory;
    int computeMode;
    int concurrentKernels;
    int ECCEnabled;
    int pciBusID;
    int pciDeviceID;
    int pciDomainID;
    int tccDriver;
    int asyncEngineCount;
    int unifiedAddressing;
    int memoryClockRate;
    int memoryBusWidth;
    int l2CacheSize;
    int persistingL2CacheMaxSize;
    int maxThreadsPerMultiProcessor;
    int streamPrioritiesSupported;
    int globalL1CacheSupported;
    int localL1CacheSupported;
    std::size_t sharedMemPerMultiprocessor;
    int regsPerMultiprocessor;
    int managedMemory;
    int isMultiGpuBoard;
    int multiGpuBoardGroupID;
    int pageableMemoryAccess;
    int concurrentManagedAccess;
    int cooperativeLaunch;
    std::size_t sharedMemPerBlockOptin;
    int maxBlocksPerMultiProcessor;
    std::size_t reservedSharedMemPerBlock;
    int memoryPoolsSupported;
};

//! X(enumerator, number, member of cudaDeviceProp): attributes that are a property under another name.
#define WORKBOOK_CUDA_ATTRIBUTES(X)                                                                          \
    X(cudaDevAttrMaxThreadsPerBlock, 1, maxThreadsPerBlock)                                                  \
    X(cudaDevAttrMaxBlockDimX, 2, maxThreadsDim[0])                                                          \
    X(cudaDevAttrMaxBlockDimY, 3, maxThreadsDim[1])                                                          \
    X(cudaDevAttrMaxBlockDimZ, 4, maxThreadsDim[2])                                                          \
    X(cudaDevAttrMaxGridDimX, 5, maxGridSize[0])                                                             \
    X(cudaDevAttrMaxGridDimY, 6, maxGridSize[1])                                                             \
    X(cudaDevAttrMaxGridDimZ, 7, maxGridSize[2])                                                             \
    X(cudaDevAttrMaxSharedMemoryPerBlock, 8, sharedMemPerBlock)                                              \
    X(cudaDevAttrTotalConstantMemory, 9, totalConstMem)                                                      \
    X(cudaDevAttrWarpSize, 10, warpSize)                                                                     \
    X(cudaDevAttrMaxPitch, 11, memPitch)                                                                     \
    X(cudaDevAttrMaxRegistersPerBlock, 12, regsPerBlock)                                                     \
    X(cudaDevAttrClockRate, 13, clockRate)                                                                   \
    X(cudaDevAttrTextureAlignment, 14, textureAlignment)                                                     \
    X(cudaDevAttrGpuOverlap, 15, deviceOverlap)                                                              \
    X(cudaDevAttrMultiProcessorCount, 16, multiProcessorCount)                                               \
    X(cudaDevAttrKernelExecTimeout, 17, kernelExecTimeoutEnabled)                                            \
    X(cudaDevAttrIntegrated, 18, integrated)                                                                 \
    X(cudaDevAttrCanMapHostMemory, 19, canMapHostMemory)                                                     \
    X(cudaDevAttrComputeMode, 20, computeMode)                                                               \
    X(cudaDevAttrConcurrentKernels, 31, concurrentKernels)                                                   \
    X(cudaDevAttrEccEnabled, 32, ECCEnabled)                                                                 \
    X(cudaDevAttrPciBusId, 33, pciBusID)                                                                     \
    X(cudaDevAttrPciDeviceId, 34, pciDeviceID)                                                               \
    X(cudaDevAttrTccDriver, 35, tccDriver)                                                                   \
    X(cudaDevAttrMemoryClockRate, 36, memoryClockRate)                                                       \
    X(cudaDevAttrGlobalMemoryBusWidth, 37, memoryBusWidth)                                                   \
    X(cudaDevAttrL2CacheSize, 38, l2CacheSize)                                                               \
    X(cudaDevAttrMaxThreadsPerMultiProcessor, 39, maxThreadsPerMultiProcessor)                               \
    X(cudaDevAttrAsyncEngineCount, 40, asyncEngineCount)                                                     \
    X(cudaDevAttrUnifiedAddressing, 41, unifiedAddressing)                                                   \
    X(cudaDevAttrPciDomainId, 50, pciDomainID)                                                               \
    X(cudaDevAttrComputeCapabilityMajor, 75, major)                                                          \
    X(cudaDevAttrComputeCapabilityMinor, 76, minor)                                                          \
    X(cudaDevAttrStreamPrioritiesSupported, 78, streamPrioritiesSupported)                                   \
    X(cudaDevAttrGlobalL1CacheSupported, 79, globalL1CacheSupported)                                         \
    X(cudaDevAttrLocalL1CacheSupported, 80, localL1CacheSupported)                                           \
    X(cudaDevAttrMaxSharedMemoryPerMultiprocessor, 81, sharedMemPerMultiprocessor)                           \
    X(cudaDevAttrMaxRegistersPerMultiprocessor, 82, regsPerMultiprocessor)                                   \
    X(cudaDevAttrManagedMemory, 83, managedMemory)                                                           \
    X(cudaDevAttrPageableMemoryAccess, 88, pageableMemoryAccess)                                             \
    X(cudaDevAttrConcurrentManagedAccess, 89, concurrentManagedAccess)                                       \
    X(cudaDevAttrCooperativeLaunch, 95, cooperativeLaunch)                                                   \
    X(cudaDevAttrMaxSharedMemoryPerBlockOptin, 97, sharedMemPerBlockOptin)                                   \
    X(cudaDevAttrMaxBlocksPerMultiprocessor, 106, maxBlocksPerMultiProcessor)                                \
    X(cudaDevAttrMaxPersistingL2CacheSize, 108, persistingL2CacheMaxSize)                                    \
    X(cudaDevAttrReservedSharedMemoryPerBlock, 111, reservedSharedMemPerBlock)                               \
    X(cudaDevAttrMemoryPoolsSupported, 115, memoryPoolsSupported)

#define WORKBOOK_CUDA_ENUMERATOR(name, number, member) name = number,
enum cudaDeviceAttr { WORKBOOK_CUDA_ATTRIBUTES(WORKBOOK_CUDA_ENUMERATOR) };
#undef WORKBOOK_CUDA_ENUMERATOR
