// Streams, events, errors and graphs of copies from plain C++.
#include "check.h"
#include <cstring>
#include <cuda_runtime_api.h>
#include <thread>

TEST("handles") {
    cudaStream_t stream = nullptr;
    CHECK_EQUAL(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), cudaSuccess);
    unsigned int flags = 0;
    CHECK_EQUAL(cudaStreamGetFlags(stream, &flags), cudaSuccess);
    CHECK_EQUAL(flags, 1u);
    CHECK_EQUAL(cudaStreamSynchronize(stream), cudaSuccess);
    CHECK_EQUAL(cudaStreamDestroy(stream), cudaSuccess);
    CHECK_EQUAL(cudaStreamSynchronize(stream), cudaErrorInvalidResourceHandle);
    CHECK_EQUAL(cudaStreamCreateWithFlags(&stream, 7), cudaErrorInvalidValue);
    cudaEvent_t event = nullptr;
    CHECK_EQUAL(cudaEventCreate(&event), cudaSuccess);
    CHECK_EQUAL(cudaEventQuery(event), cudaSuccess);
    CHECK_EQUAL(cudaEventRecord(event, nullptr), cudaSuccess);
    CHECK_EQUAL(cudaEventDestroy(event), cudaSuccess);
    CHECK_EQUAL(cudaEventRecord(event, nullptr), cudaErrorInvalidResourceHandle);
}

TEST("each thread has its own last error") {
    CHECK_EQUAL(cudaSetDevice(3), cudaErrorInvalidDevice);
    cudaError_t elsewhere = cudaErrorUnknown;
    std::thread([&] { elsewhere = cudaGetLastError(); }).join();
    CHECK_EQUAL(elsewhere, cudaSuccess);
    CHECK_EQUAL(cudaPeekAtLastError(), cudaErrorInvalidDevice);
    CHECK_EQUAL(cudaGetLastError(), cudaErrorInvalidDevice);
    CHECK_EQUAL(cudaGetLastError(), cudaSuccess);
}

TEST("names and texts") {
    CHECK(std::strcmp(cudaGetErrorName(cudaErrorIllegalAddress), "cudaErrorIllegalAddress") == 0);
    CHECK(std::strcmp(cudaGetErrorString(cudaErrorIllegalAddress),
                      "an illegal memory access was encountered") == 0);
    CHECK(std::strcmp(cudaGetErrorString(static_cast<cudaError_t>(12345)), "unrecognized error code") == 0);
}

TEST("a graph of copies runs as often as it is launched") {
    cudaStream_t stream = nullptr;
    cudaStreamCreate(&stream);
    void* device = nullptr;
    cudaMalloc(&device, 4);
    int source = 1, target = 0;
    CHECK_EQUAL(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
    CHECK_EQUAL(cudaMemcpyAsync(device, &source, 4, cudaMemcpyHostToDevice, stream), cudaSuccess);
    CHECK_EQUAL(cudaMemcpyAsync(&target, device, 4, cudaMemcpyDeviceToHost, stream), cudaSuccess);
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    CHECK_EQUAL(cudaStreamEndCapture(stream, &graph), cudaSuccess);
    CHECK_EQUAL(target, 0);
    CHECK_EQUAL(cudaGraphInstantiate(&executable, graph, nullptr, nullptr, 0), cudaSuccess);
    for (source = 5; source < 8; ++source) {
        CHECK_EQUAL(cudaGraphLaunch(executable, stream), cudaSuccess);
        CHECK_EQUAL(target, source);
    }
    CHECK_EQUAL(cudaGraphExecDestroy(executable), cudaSuccess);
    CHECK_EQUAL(cudaGraphDestroy(graph), cudaSuccess);
    CHECK_EQUAL(cudaFree(device), cudaSuccess);
    CHECK_EQUAL(cudaStreamDestroy(stream), cudaSuccess);
}

CHECK_MAIN
