// What memcheck and racecheck find; prints `name: result`. Compiled with and without --check.
#include <cstdio>
#include <vector>
#include <workbook/checks.h>

__constant__ float factors[2] = {2, 3};
__device__ int hits;
struct Packed3 {
    float x, y, z;
};

__global__ void fine(float* p, int n, Packed3 parameter) {
    __shared__ float tile[64];
    float own[4] = {1, 2, 3, 4};
    int const i = blockIdx.x * blockDim.x + threadIdx.x;
    tile[threadIdx.x] = i < n ? p[i] : 0;
    own[threadIdx.x % 4] += tile[threadIdx.x] * factors[i % 2] + parameter.y;
    __syncthreads();
    if (i < n)
        p[i] = own[threadIdx.x % 4] + tile[63 - threadIdx.x];
    atomicAdd(&hits, 1);
}
__global__ void beyond(int* p, int n) {
    int const i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i <= n)
        p[i] = i; // one too far
}
__global__ void before(int* p) { p[-2] = 1; }
__global__ void reads(int const* p, int* out) { *out = p[3]; }
__global__ void straddles(char* p) { *reinterpret_cast<Packed3*>(p) = Packed3{1, 2, 3}; }
__global__ void misaligned(char* p) { *reinterpret_cast<int*>(p + 1) = 3; }
__global__ void sharedBeyond(int i) {
    __shared__ int a[16];
    a[i] = 1;
}
__global__ void dynamicBeyond(int i) {
    extern __shared__ int words[];
    words[i] = 1;
}
__global__ void adds(int* p) { atomicAdd(p + 5, 1); }

__global__ void missingBarrier(int* out) {
    __shared__ int values[64];
    values[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = values[threadIdx.x ^ 32]; // of another warp
}
__global__ void missingInLoop(int* out) {
    __shared__ int values[64];
    values[threadIdx.x] = threadIdx.x;
    __syncthreads();
    int const sum = values[0] + values[63];
    values[threadIdx.x] = sum; // others still read
    __syncthreads();
    out[threadIdx.x] = values[threadIdx.x];
}
__global__ void ordered(int* out) {
    __shared__ int values[64], count;
    if (threadIdx.x == 0)
        count = 0;
    values[threadIdx.x] = threadIdx.x;
    __syncthreads();
    atomicAdd(&count, values[63 - threadIdx.x]);
    __syncthreads();
    values[threadIdx.x] = count;
    __syncwarp();
    int const other = values[threadIdx.x ^ 1]; // same warp, ordered by __syncwarp
    __syncwarp();
    values[threadIdx.x] = other;
    out[threadIdx.x] = values[threadIdx.x];
}
__global__ void withoutSyncwarp(int* out) {
    __shared__ int values[32];
    values[threadIdx.x] = threadIdx.x;
    out[threadIdx.x] = values[threadIdx.x ^ 1];
}

static int* device;
static void show(char const* name) {
    cudaError_t const error = cudaDeviceSynchronize();
    WorkbookReport report;
    printf("%s: %d", name, int(error));
    if (workbookReadReport(0, &report)) {
        printf(" kind %d %s (%u,%u,%u) (%u,%u,%u) %s %d", report.kind, report.kernel, report.block.x,
               report.block.y, report.block.z, report.thread.x, report.thread.y, report.thread.z,
               report.write ? "write" : "read", int(report.bytes));
        if (report.allocation)
            printf(" allocation of %d distance %d", int(report.allocationBytes), int(report.distance));
        if (report.kind == workbookRace)
            printf(" other %u %s", report.otherThread.x, report.otherWrite ? "wrote" : "read");
    }
    printf("\n");
    workbookClearReports();
    cudaDeviceReset();
    cudaMalloc(&device, 100 * sizeof(int));
    cudaMemset(device, 0, 100 * sizeof(int));
}

int main() {
    cudaMalloc(&device, 100 * sizeof(int));
    cudaMemset(device, 0, 100 * sizeof(int));
    fine<<<2, 64>>>(reinterpret_cast<float*>(device), 100, Packed3{1, 2, 3}), show("fine");
    beyond<<<4, 32>>>(device, 100), show("beyond");
    before<<<1, 1>>>(device), show("before");
    straddles<<<1, 1>>>(reinterpret_cast<char*>(device) + 392), show("straddles");
    misaligned<<<1, 1>>>(reinterpret_cast<char*>(device)), show("misaligned");
    reads<<<1, 2>>>(nullptr, device), show("null");
    int onStack[4] = {};
    reads<<<1, 1>>>(onStack, device), show("host stack");
    std::vector<int> onHeap(4);
    reads<<<1, 1>>>(onHeap.data(), device), show("host heap");
    int *freed, *pinned;
    cudaMalloc(&freed, 64), cudaFree(freed);
    reads<<<1, 1>>>(freed, device), show("freed");
    cudaMallocHost(&pinned, 64);
    reads<<<1, 1>>>(pinned, device), show("pinned");
    sharedBeyond<<<1, 1>>>(16), show("shared");
    dynamicBeyond<<<1, 1, 64>>>(16), show("dynamic");
    dynamicBeyond<<<1, 1, 64>>>(15), show("dynamic inside");
    adds<<<1, 1>>>(device + 95), show("atomic");

    workbookSetChecks(workbookMemcheck | workbookRacecheck);
    fine<<<2, 64>>>(reinterpret_cast<float*>(device), 100, Packed3{1, 2, 3}), show("race, none");
    missingBarrier<<<1, 64>>>(device), show("race, barrier");
    missingInLoop<<<1, 64>>>(device), show("race, loop");
    ordered<<<1, 64>>>(device), show("race, ordered");
    withoutSyncwarp<<<1, 32>>>(device), show("race, warp");
    workbookSetChecks(workbookMemcheck);
    missingBarrier<<<1, 64>>>(device), show("race, off");
}
