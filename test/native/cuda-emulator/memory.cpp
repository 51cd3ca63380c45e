// Device, pinned and managed memory from plain C++.
#include "check.h"
#include <cstring>
#include <cuda_runtime.h>
#include <vector>

TEST("copies to the device and back, offsets, fills") {
    std::vector<int> host(1000), back(1000);
    for (int i = 0; i < 1000; ++i)
        host[i] = i;
    int* device = nullptr;
    CHECK_EQUAL(cudaMalloc(&device, 4000), cudaSuccess);
    CHECK_EQUAL(reinterpret_cast<std::uintptr_t>(device) % 512, 0u);
    CHECK_EQUAL(cudaMemcpy(device, host.data(), 4000, cudaMemcpyHostToDevice), cudaSuccess);
    CHECK_EQUAL(cudaMemset(device + 10, 0xff, 40), cudaSuccess);
    CHECK_EQUAL(cudaMemcpy(back.data(), device, 4000, cudaMemcpyDefault), cudaSuccess);
    CHECK_EQUAL(back[9], 9);
    CHECK_EQUAL(back[10], -1);
    CHECK_EQUAL(back[19], -1);
    CHECK_EQUAL(back[20], 20);
    CHECK_EQUAL(cudaMemcpy(back.data(), device + 1, 4000, cudaMemcpyDeviceToHost), cudaErrorInvalidValue);
    CHECK_EQUAL(cudaGetLastError(), cudaErrorInvalidValue);
    CHECK_EQUAL(cudaGetLastError(), cudaSuccess);
    CHECK_EQUAL(cudaFree(device), cudaSuccess);
}

TEST("rows with a pitch") {
    char host[3][8] = {"abc", "def", "ghi"}, back[3][4] = {};
    void* device = nullptr;
    std::size_t pitch = 0;
    CHECK_EQUAL(cudaMallocPitch(&device, &pitch, 3, 3), cudaSuccess);
    CHECK(pitch >= 3);
    CHECK_EQUAL(cudaMemcpy2D(device, pitch, host, 8, 3, 3, cudaMemcpyHostToDevice), cudaSuccess);
    CHECK_EQUAL(cudaMemcpy2D(back, 4, device, pitch, 3, 3, cudaMemcpyDeviceToHost), cudaSuccess);
    CHECK(std::memcmp(back[2], "ghi", 4) == 0);
    CHECK_EQUAL(cudaMemcpy2D(back, 2, device, pitch, 3, 3, cudaMemcpyDeviceToHost),
                cudaErrorInvalidPitchValue);
    CHECK_EQUAL(cudaFree(device), cudaSuccess);
}

TEST("memory is given back, and reused") {
    std::size_t before = 0, during = 0, after = 0, total = 0;
    CHECK_EQUAL(cudaMemGetInfo(&before, &total), cudaSuccess);
    void* blocks[64];
    for (void*& block : blocks)
        CHECK_EQUAL(cudaMalloc(&block, 3 << 20), cudaSuccess);
    CHECK_EQUAL(cudaMemGetInfo(&during, &total), cudaSuccess);
    CHECK_EQUAL(before - during, std::size_t{64 * 3} << 20);
    for (void* block : blocks)
        CHECK_EQUAL(cudaFree(block), cudaSuccess);
    CHECK_EQUAL(cudaMemGetInfo(&after, &total), cudaSuccess);
    CHECK_EQUAL(after, before);
    void* again = nullptr;
    CHECK_EQUAL(cudaMalloc(&again, 3 << 20), cudaSuccess);
    CHECK_EQUAL(again, blocks[0]);
    CHECK_EQUAL(cudaFree(again), cudaSuccess);
    CHECK_EQUAL(cudaMalloc(&again, total + 1), cudaErrorMemoryAllocation);
    CHECK_EQUAL(again, nullptr);
}

TEST("what an address is") {
    int *device = nullptr, *pinned = nullptr, *managed = nullptr, local = 0;
    cudaMalloc(&device, 100), cudaMallocHost(&pinned, 100), cudaMallocManaged(&managed, 100);
    *pinned = *managed = 3;
    auto const typeOf = [](void const* pointer) {
        cudaPointerAttributes attributes{};
        CHECK_EQUAL(cudaPointerGetAttributes(&attributes, pointer), cudaSuccess);
        return static_cast<int>(attributes.type);
    };
    CHECK_EQUAL(typeOf(device + 5), cudaMemoryTypeDevice);
    CHECK_EQUAL(typeOf(pinned), cudaMemoryTypeHost);
    CHECK_EQUAL(typeOf(managed + 24), cudaMemoryTypeManaged);
    CHECK_EQUAL(typeOf(&local), cudaMemoryTypeUnregistered);
    CHECK_EQUAL(cudaHostRegister(&local, sizeof local, 0), cudaSuccess);
    CHECK_EQUAL(typeOf(&local), cudaMemoryTypeHost);
    CHECK_EQUAL(cudaHostUnregister(&local), cudaSuccess);
    CHECK_EQUAL(cudaFree(device), cudaSuccess);
    CHECK_EQUAL(cudaFree(managed), cudaSuccess);
    CHECK_EQUAL(cudaFreeHost(pinned), cudaSuccess);
    CHECK_EQUAL(cudaFreeHost(pinned), cudaErrorInvalidValue);
}

CHECK_MAIN
