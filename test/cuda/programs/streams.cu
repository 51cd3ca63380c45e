// Streams, events, capture, symbols, managed memory, occupancy, the launch record; prints `name: result`.
#include <cstdio>
#include <cstring>
#include <functional>
#include <vector>
#ifdef __WORKBOOK_CUDACC__
#include <workbook/launch_log.h>
#endif

__constant__ float coefficients[4];
__constant__ int offset = 3;
__device__ int counter;
__managed__ int managed = 1;
__device__ float table[2][2] = {{1, 2}, {3, 4}};

__global__ void add(int* p) { *p += 1; }
__global__ void symbols(float* out) {
    out[threadIdx.x] = coefficients[threadIdx.x] * 10 + float(offset) + table[1][threadIdx.x % 2];
    if (threadIdx.x == 0)
        counter += 5, managed += 1;
}
namespace ns {
template <class T, int N> __global__ void named(T* p) { *p = T(N); }
} // namespace ns

static char const* name(cudaError_t error) {
    char const* const full = cudaGetErrorName(error);
    return !strncmp(full, "cudaError", 9) ? full + 9 : "ok";
}

struct Capturing {
    cudaStream_t stream, other;
    int *p, *q, *pinned;
    cudaEvent_t event;
};
// Does something inside a capture; prints its error, the next launch's, that of ending, and what the graph
// computes.
static void during(char const* what, cudaStreamCaptureMode mode,
                   std::function<cudaError_t(Capturing&)> const& action) {
    Capturing c;
    cudaStreamCreate(&c.stream), cudaStreamCreate(&c.other), cudaEventCreate(&c.event);
    cudaMalloc(&c.p, 64), cudaMalloc(&c.q, 64), cudaMallocHost(&c.pinned, 64);
    cudaMemset(c.p, 0, 64);
    cudaStreamBeginCapture(c.stream, mode);
    add<<<1, 1, 0, c.stream>>>(c.p);
    cudaError_t const done = action(c);
    cudaGetLastError();
    add<<<1, 1, 0, c.stream>>>(c.p);
    cudaError_t const launched = cudaGetLastError();
    cudaGraph_t graph = nullptr;
    cudaError_t const ended = cudaStreamEndCapture(c.stream, &graph);
    int value = 0;
    size_t nodes = 0;
    if (graph) {
        cudaGraphExec_t executable;
        cudaGraphGetNodes(graph, nullptr, &nodes);
        cudaGraphInstantiate(&executable, graph, 0);
        cudaGraphDestroy(graph);
        cudaGraphLaunch(executable, c.stream), cudaGraphLaunch(executable, c.stream);
        cudaStreamSynchronize(c.stream);
        cudaMemcpy(&value, c.p, sizeof value, cudaMemcpyDeviceToHost);
        cudaGraphExecDestroy(executable);
    }
    printf("%s: %s %s %s %zu %d\n", what, name(done), name(launched), name(ended), nodes, value);
    cudaGetLastError();
}

int main() {
    auto const global = cudaStreamCaptureModeGlobal, relaxed = cudaStreamCaptureModeRelaxed;
    during("nothing", global, [](Capturing&) { return cudaSuccess; });
    during("stream sync", relaxed, [](Capturing& c) { return cudaStreamSynchronize(c.stream); });
    during("device sync", relaxed, [](Capturing&) { return cudaDeviceSynchronize(); });
    during("other sync", global, [](Capturing& c) { return cudaStreamSynchronize(c.other); });
    during("query", global, [](Capturing& c) { return cudaStreamQuery(c.stream); });
    during("default kernel", global, [](Capturing& c) { return add<<<1, 1>>>(c.q), cudaPeekAtLastError(); });
    during("memcpy", relaxed, [](Capturing& c) { return cudaMemcpy(c.q, &c.q, 4, cudaMemcpyHostToDevice); });
    during("memset", global, [](Capturing& c) { return cudaMemset(c.q, 0, 4); });
    during("async memcpy", global,
           [](Capturing& c) { return cudaMemcpyAsync(c.q, c.pinned, 4, cudaMemcpyHostToDevice, c.stream); });
    during("async pageable", global, [](Capturing& c) {
        static int h;
        return cudaMemcpyAsync(c.q, &h, 4, cudaMemcpyHostToDevice, c.stream);
    });
    during("async memset", global, [](Capturing& c) { return cudaMemsetAsync(c.p, 0, 4, c.stream); });
    during("malloc", global, [](Capturing&) {
        void* v;
        return cudaMalloc(&v, 4);
    });
    during("malloc relaxed", relaxed, [](Capturing&) {
        void* v;
        return cudaMalloc(&v, 4);
    });
    during("free", global, [](Capturing& c) { return cudaFree(c.q); });
    during("malloc host", global, [](Capturing&) {
        void* v;
        return cudaMallocHost(&v, 4);
    });
    during("event", global, [](Capturing& c) { return cudaEventRecord(c.event, c.stream); });
    during("event query", global,
           [](Capturing& c) { return cudaEventRecord(c.event, c.stream), cudaEventQuery(c.event); });
    during("unjoined", global, [](Capturing& c) {
        cudaEventRecord(c.event, c.stream), cudaStreamWaitEvent(c.other, c.event, 0);
        return add<<<1, 1, 0, c.other>>>(c.q), cudaPeekAtLastError();
    });
    during("joined", global, [](Capturing& c) {
        cudaEvent_t back;
        cudaEventCreate(&back);
        cudaEventRecord(c.event, c.stream), cudaStreamWaitEvent(c.other, c.event, 0);
        add<<<1, 1, 0, c.other>>>(c.q);
        cudaEventRecord(back, c.other);
        return cudaStreamWaitEvent(c.stream, back, 0);
    });
    during("foreign event", global, [](Capturing& c) {
        return cudaEventRecord(c.event, c.other), cudaStreamWaitEvent(c.stream, c.event, 0);
    });
    during("other stream", global,
           [](Capturing& c) { return add<<<1, 1, 0, c.other>>>(c.q), cudaPeekAtLastError(); });
    during("bad launch", global,
           [](Capturing& c) { return add<<<0, 1, 0, c.stream>>>(c.q), cudaPeekAtLastError(); });
    during("begin again", global,
           [](Capturing& c) { return cudaStreamBeginCapture(c.stream, cudaStreamCaptureModeGlobal); });
    printf("begin on default: %s\n", name(cudaStreamBeginCapture(0, global)));
    cudaStream_t stream;
    cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking);
    cudaGraph_t none;
    printf("end uncaptured: %s\n", name(cudaStreamEndCapture(stream, &none)));

    float *out, host[4] = {1, 2, 3, 4}, more[4];
    int *p, number = 40;
    cudaMalloc(&out, 64), cudaMalloc(&p, 64);
    printf("to symbol: %s", name(cudaMemcpyToSymbol(coefficients, host, sizeof host)));
    printf(" %s", name(cudaMemcpyToSymbol(counter, &number, sizeof number)));
    printf(" %s\n", name(cudaMemcpyToSymbol(coefficients, host, sizeof host, 4)));
    symbols<<<1, 4>>>(out);
    cudaMemcpy(host, out, sizeof host, cudaMemcpyDeviceToHost);
    cudaMemcpyFromSymbol(&number, counter, sizeof number);
    printf("symbols: %g %g %g %g, %d, %d\n", host[0], host[1], host[2], host[3], number, managed);
    void* address;
    size_t bytes = 0;
    cudaGetSymbolAddress(&address, table), cudaGetSymbolSize(&bytes, table);
    cudaMemcpy(more, address, sizeof more, cudaMemcpyDeviceToHost);
    cudaPointerAttributes attributes;
    cudaPointerGetAttributes(&attributes, address);
    printf("symbol address: %g %g %zu %d\n", more[0], more[3], bytes, attributes.type);

    int* both;
    cudaMallocManaged(&both, 4);
    *both = 10;
    add<<<1, 1>>>(both);
    cudaDeviceSynchronize();
    cudaPointerGetAttributes(&attributes, both);
    printf("managed: %d %d\n", *both, attributes.type);

    cudaEvent_t start, end, untimed;
    cudaEventCreate(&start), cudaEventCreate(&end),
        cudaEventCreateWithFlags(&untimed, cudaEventDisableTiming);
    float ms = -1;
    printf("elapsed unrecorded: %s\n", name(cudaEventElapsedTime(&ms, start, end)));
    cudaEventRecord(start), add<<<1000, 256>>>(p), cudaEventRecord(end), cudaEventRecord(untimed);
    cudaEventSynchronize(end);
    cudaError_t const elapsed = cudaEventElapsedTime(&ms, start, end);
    printf("elapsed: %s %d\n", name(elapsed), ms > 0 && ms < 1000);
    printf("elapsed untimed: %s\n", name(cudaEventElapsedTime(&ms, start, untimed)));

    int blocks = -1, size = 0, grid = 0;
    cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, add, 256, 0);
    printf("occupancy: %d", blocks);
    cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, add, 256, 1 << 20);
    cudaOccupancyMaxPotentialBlockSize(&grid, &size, add);
    printf(" %d %d %s\n", blocks, size,
           name(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, add, 0, 0)));
    cudaDeviceProp properties;
    cudaGetDeviceProperties(&properties, 0);
    int warp = 0;
    cudaDeviceGetAttribute(&warp, cudaDevAttrWarpSize, 0);
    printf("device: %d %d %zu %d.%d\n", warp, properties.maxThreadsPerBlock, properties.sharedMemPerBlock,
           properties.major, properties.minor);

#ifdef __WORKBOOK_CUDACC__
    std::uint64_t const before = workbookLaunchCount();
    ns::named<int, 7><<<dim3(2, 3), dim3(4, 5), 128, stream>>>(p);
    add<<<0, 1>>>(p);
    add<<<1, 1>>>(nullptr);
    cudaDeviceSynchronize();
    WorkbookLaunchRecord records[4];
    size_t const count = workbookReadLaunches(before, records, 4);
    printf("recorded: %zu %s %u,%u,%u %u,%u,%u %d stream %d error %d %d, %s error %d\n", count,
           records[0].kernel, records[0].grid.x, records[0].grid.y, records[0].grid.z, records[0].block.x,
           records[0].block.y, records[0].block.z, int(records[0].sharedBytes), records[0].stream > 0,
           records[0].error, records[0].durationUs > 0, records[1].kernel, records[1].error);
#endif
}
