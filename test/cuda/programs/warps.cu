// Warp functions, atomics and cooperative groups; prints `name: result`.
#include <cooperative_groups.h>
#include <cooperative_groups/reduce.h>
#include <cooperative_groups/scan.h>
#include <cstdio>
#include <vector>

namespace cg = cooperative_groups;

__inline__ __device__ float warpSum(float value) {
#pragma unroll
    for (int offset = 16; offset > 0; offset >>= 1)
        value += __shfl_xor_sync(0xffffffffu, value, offset, 32);
    return value;
}
// The usual two-level reduction of a block.
__device__ float blockSum(float value) {
    static __shared__ float partial[32];
    int const lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
    value = warpSum(value);
    if (lane == 0)
        partial[warp] = value;
    __syncthreads();
    value = threadIdx.x < blockDim.x / 32 ? partial[lane] : 0.0f;
    return warp == 0 ? warpSum(value) : value;
}
__global__ void blockSums(float const* in, float* out, int n) {
    int const i = blockIdx.x * blockDim.x + threadIdx.x;
    float const sum = blockSum(i < n ? in[i] : 0.0f);
    if (threadIdx.x == 0)
        atomicAdd(out, sum);
}
__global__ void shuffles(int* out) {
    int const lane = threadIdx.x, value = 100 + lane;
    out[lane] = __shfl_sync(0xffffffffu, value, 3);
    out[32 + lane] = __shfl_up_sync(0xffffffffu, value, 2);
    out[64 + lane] = __shfl_down_sync(0xffffffffu, value, 2);
    out[96 + lane] = __shfl_sync(0xffffffffu, value, 1, 8);
    out[128 + lane] = __shfl_up_sync(0xffffffffu, value, 1, 8);
    out[160 + lane] = __shfl_down_sync(0xffffffffu, value, 1, 8);
    out[192 + lane] = int(__shfl_xor_sync(0xffffffffu, double(value), 1));
}
__global__ void partialWarp(int* out) { // lanes that are not there, or left, give 0
    int const value = 100 + threadIdx.x;
    if (threadIdx.x >= 12)
        return;
    out[threadIdx.x] = __shfl_down_sync(0xffffffffu, value, 8);
}
__global__ void votes(unsigned* out) {
    unsigned const lane = threadIdx.x;
    out[0] = __ballot_sync(0xffffffffu, lane % 3 == 0);
    bool const any = __any_sync(0xffffffffu, lane == 31), none = __any_sync(0xffffffffu, lane == 32);
    bool const all = __all_sync(0xffffffffu, lane < 32), notAll = __all_sync(0xffffffffu, lane < 31);
    out[1] = any * 8 + none * 4 + all * 2 + notAll;
    unsigned const equal = __match_any_sync(0xffffffffu, lane / 8);
    int allEqual = 0;
    unsigned const matched = __match_all_sync(0xffffffffu, 7, &allEqual);
    if (lane == 9)
        out[2] = equal, out[3] = matched, out[4] = unsigned(allEqual);
#if __CUDA_ARCH__ >= 800 // older GPUs have no reductions
    unsigned const sum = __reduce_add_sync(0xffffffffu, lane), largest = __reduce_max_sync(0xffffffffu, lane);
    int const least = __reduce_min_sync(0xffffffffu, int(lane) - 5);
    if (lane == 9)
        out[5] = sum, out[6] = largest, out[7] = unsigned(least);
#endif
}
__global__ void halves(int* out) { // two groups of one warp on different ways
    int value = threadIdx.x;
    if (threadIdx.x < 16) {
        for (int i = 0; i < 3; ++i)
            value += __shfl_xor_sync(0x0000ffffu, value, 1);
    } else {
        value = __shfl_sync(0xffff0000u, value, 20);
        __syncwarp(0xffff0000u);
    }
    out[threadIdx.x] = value;
}
__global__ void active(unsigned* out) {
    if (threadIdx.x % 4 == 0) {
        unsigned const mask = __activemask();
        out[threadIdx.x] = mask;
        cg::coalesced_group const group = cg::coalesced_threads();
        out[threadIdx.x + 1] = group.size() * 100 + group.thread_rank();
    }
}
__global__ void atomics(int* out, float* sum, double* wide, unsigned* wrap) {
    int const i = blockIdx.x * blockDim.x + threadIdx.x;
    __shared__ int local;
    if (threadIdx.x == 0)
        local = 0;
    __syncthreads();
    atomicAdd(&local, 1);
    __syncthreads();
    if (threadIdx.x == 0)
        atomicAdd(out, local);
    atomicSub(out + 1, 1), atomicMin(out + 2, -i), atomicMax(out + 3, i), atomicOr(out + 4, 1 << (i & 7));
    atomicXor(out + 5, i), atomicAnd(out + 6, ~(1 << (i & 3)));
    atomicAdd(sum, 0.5f), atomicAdd(wide, 0.25), atomicInc(wrap, 99), atomicDec(wrap + 1, 9);
    int old = out[7], seen; // a maximum by compare-and-swap
    while (old < i && (seen = atomicCAS(out + 7, old, i)) != old)
        old = seen;
    atomicExch(out + 8, 5);
}
__global__ void tiles(int* out) {
    cg::thread_block const block = cg::this_thread_block();
    cg::thread_block_tile<8> const tile = cg::tiled_partition<8>(block);
    int const sum = cg::reduce(tile, int(threadIdx.x), cg::plus<int>());
    int const scan = cg::inclusive_scan(tile, 1);
    int const shifted = tile.shfl_down(int(threadIdx.x), 1);
    int const any = tile.any(threadIdx.x == 14);
    block.sync();
    out[block.thread_rank()] = sum * 10000 + scan * 100 + shifted;
    if (threadIdx.x == 13)
        out[64] = int(tile.meta_group_rank() * 100 + tile.thread_rank() * 10) + any;
}
// The last block to finish adds up what the others left.
__device__ unsigned finished = 0;
__global__ void lastBlock(float* partial, float* out) {
    __shared__ bool last;
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = float(blockIdx.x);
        __threadfence();
        last = atomicInc(&finished, gridDim.x - 1) == gridDim.x - 1;
    }
    __syncthreads();
    if (!last)
        return;
    float sum = 0;
    for (unsigned i = threadIdx.x; i < gridDim.x; i += blockDim.x)
        sum += partial[i];
    sum = warpSum(sum);
    if (threadIdx.x == 0)
        *out = sum;
}
__global__ void stalls(int* out) {
    if (threadIdx.x < 16)
        out[threadIdx.x] = __shfl_sync(0xffffffffu, 1, 0); // waits for lanes that never come
    else
        __syncthreads();
}

template <class T> static std::vector<T> get(T const* device, int n) {
    std::vector<T> host(n);
    cudaError_t const error = cudaMemcpy(host.data(), device, n * sizeof(T), cudaMemcpyDeviceToHost);
    if (error != cudaSuccess)
        printf("error: %s\n", cudaGetErrorName(error));
    return host;
}
static void show(char const* name, std::vector<int> const& values) {
    printf("%s:", name);
    for (int value : values)
        printf(" %d", value);
    printf("\n");
}

int main() {
    int const n = 100000;
    float *in, *out;
    cudaMalloc(&in, n * sizeof(float)), cudaMalloc(&out, 1 << 16);
    std::vector<float> host(n);
    double expected = 0;
    for (int i = 0; i < n; ++i)
        expected += host[i] = float(i % 17);
    cudaMemcpy(in, host.data(), n * sizeof(float), cudaMemcpyHostToDevice);
    cudaMemset(out, 0, 1 << 16);
    blockSums<<<(n + 511) / 512, 512>>>(in, out, n);
    printf("block sums: %g\n", get(out, 1)[0] - expected);

    int* const ints = reinterpret_cast<int*>(out);
    shuffles<<<1, 32>>>(ints);
    std::vector<int> const all = get(ints, 224);
    char const* const names[] = {"shfl", "up", "down", "shfl 8", "up 8", "down 8", "xor"};
    for (int i = 0; i < 7; ++i) {
        std::vector<int> some;
        for (int lane : {0, 1, 2, 7, 8, 9, 30, 31})
            some.push_back(all[i * 32 + lane]);
        show(names[i], some);
    }
    partialWarp<<<1, 32>>>(ints), show("left", get(ints, 12));
    partialWarp<<<1, 9>>>(ints), show("not there", get(ints, 9));
    votes<<<1, 32>>>(reinterpret_cast<unsigned*>(out)), show("votes", get(ints, 8));
    halves<<<1, 32>>>(ints);
    std::vector<int> const both = get(ints, 32);
    show("halves", {both[0], both[1], both[15], both[16], both[31]});
    cudaMemset(out, 0, 1 << 16);
    active<<<1, 32>>>(reinterpret_cast<unsigned*>(out)),
        show("active", {get(ints, 30)[28], get(ints, 30)[29]});

    cudaMemset(out, 0, 1 << 16);
    int const before[9] = {0, 0, 0, 0, 0, 0, -1, 0, 0};
    cudaMemcpy(ints, before, sizeof before, cudaMemcpyHostToDevice);
    float* const sum = out + 64;
    double* const wide = reinterpret_cast<double*>(out + 128);
    unsigned* const wrap = reinterpret_cast<unsigned*>(out + 192);
    atomics<<<40, 100>>>(ints, sum, wide, wrap);
    show("atomics", get(ints, 9));
    printf("atomic sums: %g %g %u %u\n", get(sum, 1)[0], get(wide, 1)[0], get(wrap, 1)[0], get(wrap, 2)[1]);

    tiles<<<1, 64>>>(ints),
        show("tiles", {get(ints, 1)[0], get(ints, 16)[15], get(ints, 64)[63], get(ints, 65)[64]});
    for (int i = 0; i < 2; ++i)
        lastBlock<<<1000, 32>>>(in, out);
    printf("last block: %g\n", get(out, 1)[0]);
    stalls<<<1, 32>>>(ints);
    printf("stall: %s\n", cudaGetErrorName(cudaDeviceSynchronize()));
}
