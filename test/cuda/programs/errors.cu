// Error codes; prints `name: result`. With an argument: one thing that ends the process.
#include <cassert>
#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

__global__ void store(int* p) { *p = 1; }
__global__ void far(int* p) { p[1 << 20] = 1; }
__global__ void afterBarrier(int* p) {
    __syncthreads();
    if (threadIdx.x == 77)
        *p = 3;
    __syncthreads();
}
__global__ void __launch_bounds__(64) bounded(int* p) { *p = 1; }
__global__ void divide(int* p, int a, int b) {
    p[0] = a / b, p[1] = a % b;
    p[2] = int(unsigned(a) / unsigned(b));
    long long const wide = (long long)(a) / b;
    p[3] = int(wide >> 32), p[4] = int(wide);
}
__global__ void asserts(int x) { assert(x == 1); }
__global__ void misaligned(float* p) { *reinterpret_cast<float4*>(p + 1) = float4{1, 2, 3, 4}; }
__global__ void indirect(int** p) { **p = 42; }
__global__ void deep(int* p, int n) {
    char volatile big[64 * 1024];
    big[n] = 1;
    if (n > 0)
        *p = big[n - 1];
}
__device__ int recurse(int n) {
    char volatile big[4096];
    big[n % 4096] = char(n);
    return n == 0 ? 0 : recurse(n - 1) + big[n % 4096];
}
__global__ void endless(int* p) { *p = recurse(1 << 20); }
__global__ void trap() { __trap(); }

static char const* name(cudaError_t error) { return cudaGetErrorName(error); }
static void* self(void* p) { return p; }
static sigjmp_buf place;

static int volatile caught = 0;
static void recover(int, siginfo_t*, void*) {
    caught = caught + 1;
    siglongjmp(place, 1);
}
// A handler that the process had before ours, such as V8's, keeps getting what is not a kernel's.
static int chained() {
    struct sigaction action{};
    action.sa_sigaction = recover;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSEGV, &action, nullptr);
    int* p = nullptr;
    for (int i = 0; i < 3; ++i) {
        store<<<1, 1>>>(nullptr);
        cudaDeviceSynchronize(), cudaDeviceReset(), cudaMalloc(&p, 4);
        if (sigsetjmp(place, 1) == 0)
            *static_cast<int volatile*>(self(p)) = 1;
        if (sigsetjmp(place, 1) == 0)
            *static_cast<int volatile*>(self(nullptr)) = 1;
    }
    store<<<1, 1>>>(p);
    printf("caught: %d, then %s\n", caught, name(cudaDeviceSynchronize()));
    return 0;
}

int main(int argc, char** argv) {
    if (argc > 1 && !strcmp(argv[1], "chained"))
        return chained();
    int *p = nullptr, host = 5;
    cudaMalloc(&p, 4096);
    if (argc > 1 && !strcmp(argv[1], "read device memory"))
        return *static_cast<int volatile*>(self(p));
    if (argc > 1 && !strcmp(argv[1], "read after a kernel")) {
        store<<<1, 1>>>(p);
        if (cudaDeviceSynchronize() == cudaSuccess)
            return *static_cast<int volatile*>(self(p));
    }
    if (argc > 1 && !strcmp(argv[1], "plain crash"))
        return *static_cast<int volatile*>(self(nullptr));

    struct {
        char const* what;
        dim3 grid, block;
        size_t shared;
    } const launches[] = {
        {"empty grid", 0, 1, 0},
        {"empty block", 1, 0, 0},
        {"1024 threads", 1, 1024, 0},
        {"1025 threads", 1, 1025, 0},
        {"2048 in two axes", 1, dim3(64, 32), 0},
        {"65 deep", 1, dim3(1, 1, 65), 0},
        {"grid y 65535", dim3(1, 65535), 1, 0},
        {"grid y 65536", dim3(1, 65536), 1, 0},
        {"48 KB", 1, 1, 48 * 1024},
        {"48 KB and 1", 1, 1, 48 * 1024 + 1},
    };
    for (auto const& one : launches) {
        store<<<one.grid, one.block, one.shared>>>(p);
        printf("%s: %s\n", one.what, name(cudaGetLastError()));
    }
    printf("cleared: %s\n", name(cudaGetLastError()));
    bounded<<<1, 65>>>(p);
    printf("launch bounds: %s\n", name(cudaPeekAtLastError()));
    printf("peeked: %s\n", name(cudaGetLastError()));
    printf("opt in: %s\n",
           name(cudaFuncSetAttribute(store, cudaFuncAttributeMaxDynamicSharedMemorySize, 96 * 1024)));
    store<<<1, 1, 96 * 1024>>>(p);
    printf("96 KB: %s\n", name(cudaGetLastError()));
    printf("opt in too far: %s\n",
           name(cudaFuncSetAttribute(store, cudaFuncAttributeMaxDynamicSharedMemorySize, 1 << 20)));
    cudaGetLastError();

    printf("unknown stream: %s\n", name(cudaStreamSynchronize(reinterpret_cast<cudaStream_t>(&host))));
    printf("free twice: %s\n", (cudaFree(p), name(cudaFree(p))));
    printf("free host: %s\n", name(cudaFree(&host)));
    printf("free null: %s\n", name(cudaFree(nullptr)));
    printf("copy to freed: %s\n", name(cudaMemcpy(p, &host, 4, cudaMemcpyHostToDevice)));
    cudaMalloc(&p, 4096);
    printf("copy past the end: %s\n", name(cudaMemcpy(p, &host, 4100, cudaMemcpyHostToDevice)));
    printf("copy up to host: %s\n", name(cudaMemcpy(&host, &host, 4, cudaMemcpyHostToDevice)));
    printf("copy device as host: %s\n", name(cudaMemcpy(p, p + 4, 4, cudaMemcpyHostToDevice)));
    printf("copy backwards: %s\n", name(cudaMemcpy(p, &host, 4, cudaMemcpyDeviceToHost)));
    printf("copy null: %s\n", name(cudaMemcpy(p, nullptr, 4, cudaMemcpyHostToDevice)));
    printf("bad kind: %s\n", name(cudaMemcpy(p, &host, 4, static_cast<cudaMemcpyKind>(9))));
    void* huge;
    printf("huge: %s\n", name(cudaMalloc(&huge, size_t(1) << 50)));
    printf("device 1: %s\n", name(cudaSetDevice(1)));
    cudaGetLastError();

    int** table;
    cudaMalloc(&table, sizeof(int*));
    cudaMemcpy(table, &p, sizeof p, cudaMemcpyDefault);
    indirect<<<1, 1>>>(table); // p is no parameter: its pages open when they are touched
    cudaMemcpy(&host, p, 4, cudaMemcpyDeviceToHost);
    printf("through memory: %s %d\n", name(cudaPeekAtLastError()), host);

    int bad = 0;
    for (int i = 0; i < 200; ++i) {
        far<<<4, 128>>>(p);
        cudaError_t const launched = cudaGetLastError(), synchronised = cudaDeviceSynchronize(),
                          last = cudaGetLastError(), cleared = cudaGetLastError(),
                          next = cudaMalloc(&huge, 4);
        if (i == 0)
            printf("fault: %s, %s, %s, %s, %s\n", name(launched), name(synchronised), name(last),
                   name(cleared), name(next));
        bad += launched != cudaSuccess || synchronised != cudaErrorIllegalAddress;
        cudaDeviceReset();
        afterBarrier<<<3, 128>>>(nullptr);
        bad += cudaDeviceSynchronize() != cudaErrorIllegalAddress;
        cudaDeviceReset();
        cudaMalloc(&p, 4096);
    }
    printf("400 faults, wrong: %d\n", bad);
    endless<<<1, 2>>>(p);
    printf("stack overflow: %s\n", name(cudaDeviceSynchronize()));
    cudaDeviceReset();
    cudaMalloc(&p, 4096);
    asserts<<<1, 2>>>(0);
    printf("assert: %s\n", name(cudaDeviceSynchronize()));
    cudaDeviceReset();
    cudaMalloc(&p, 4096);
    misaligned<<<1, 1>>>(reinterpret_cast<float*>(p));
    printf("misaligned: %s\n", name(cudaDeviceSynchronize()));
    cudaDeviceReset();
    cudaMalloc(&p, 4096);
    for (int a : {7, -7}) {
        int quotients[5];
        divide<<<1, 1>>>(p, a, 0);
        cudaMemcpy(quotients, p, sizeof quotients, cudaMemcpyDeviceToHost);
        printf("%d / 0: %d %d %d %d %d\n", a, quotients[0], quotients[1], quotients[2], quotients[3],
               quotients[4]);
    }
    int quotients[2];
    divide<<<1, 1>>>(p, int(0x80000000), -1);
    cudaMemcpy(quotients, p, sizeof quotients, cudaMemcpyDeviceToHost);
    printf("lowest / -1: %d %d\n", quotients[0], quotients[1]);
    trap<<<1, 1>>>();
    printf("trap: %s\n", name(cudaDeviceSynchronize()));
    cudaDeviceReset();
    cudaMalloc(&p, 4096);
    deep<<<1, 1>>>(p, 1);
    printf("64 KB local: %s\n", name(cudaDeviceSynchronize()));
    store<<<1, 1>>>(p);
    printf("afterwards: %s\n", name(cudaDeviceSynchronize()));

    fflush(stdout);
    pid_t const child = fork();
    if (child == 0)
        _exit(cudaMalloc(&huge, 4));
    int status = 0;
    waitpid(child, &status, 0);
    printf("in a forked child: %s\n", name(static_cast<cudaError_t>(WEXITSTATUS(status))));
}
