// Shared memory and barriers; prints `name: result`.
#include <cmath>
#include <cstdio>
#include <vector>

extern __shared__ float atNamespaceScope[];

__global__ void reduce(float const* __restrict__ in, float* out, int n) {
    __shared__ float partial[256];
    unsigned const i = blockIdx.x * blockDim.x + threadIdx.x;
    partial[threadIdx.x] = i < unsigned(n) ? in[i] : 0.0f;
    __syncthreads();
    for (unsigned stride = blockDim.x / 2; stride > 0; stride >>= 1) {
        if (threadIdx.x < stride)
            partial[threadIdx.x] += partial[threadIdx.x + stride];
        __syncthreads();
    }
    if (threadIdx.x == 0)
        out[blockIdx.x] = partial[0];
}
__global__ void reverseNamespace(float* data) {
    atNamespaceScope[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    data[threadIdx.x] = atNamespaceScope[blockDim.x - 1 - threadIdx.x];
}
template <class T> __global__ void reverseLocal(T* data) {
    extern __shared__ __align__(16) unsigned char raw[];
    T* const values = reinterpret_cast<T*>(raw);
    values[threadIdx.x] = data[threadIdx.x];
    __syncthreads();
    data[threadIdx.x] = values[blockDim.x - 1 - threadIdx.x];
}
__global__ void rows(float* data) {
    extern __shared__ float table[][4];
    table[threadIdx.y][threadIdx.x] = data[threadIdx.y * 4 + threadIdx.x];
    __syncthreads();
    data[threadIdx.y * 4 + threadIdx.x] = table[threadIdx.y ^ 1][3 - threadIdx.x];
}
template <class T, int N> __device__ T exchanged(T mine) {
    static __shared__ T all[N + 1], extra;
    all[threadIdx.x] = mine;
    if (threadIdx.x == 0)
        extra = T(1000);
    __syncthreads();
    return all[(threadIdx.x + 1) % N] + extra;
}
__global__ void inDeviceFunction(float* data) {
    data[threadIdx.x] = exchanged<float, 8>(data[threadIdx.x]) + float(exchanged<int, 8>(int(threadIdx.x)));
}
__global__ void uninitialised(float* data) {
    __shared__ float before[4];
    data[threadIdx.x] = before[threadIdx.x];
    before[threadIdx.x] = 1.0f; // the next block must not see it
}
// Half of the threads leave early; the others go on meeting.
__global__ void earlyExit(int* out) {
    __shared__ int sum;
    if (threadIdx.x == 0)
        sum = 0;
    __syncthreads();
    if (threadIdx.x % 2 == 1)
        return;
    for (int i = 0; i < 10; ++i) {
        __syncthreads();
        if (int(threadIdx.x) == 2 * i)
            sum += 1;
        __syncthreads();
    }
    if (threadIdx.x == 0)
        *out = sum;
}
__global__ void votes(int* out) {
    int const three = __syncthreads_count(threadIdx.x < 3);
    int const all = __syncthreads_and(threadIdx.x < 99), notAll = __syncthreads_and(threadIdx.x != 5);
    int const any = __syncthreads_or(threadIdx.x == 63), none = __syncthreads_or(0);
    if (threadIdx.x == 7)
        *out = three * 10000 + all * 1000 + notAll * 100 + any * 10 + none;
}
__global__ void tooMuch(int* out) {
    __shared__ char first[30000], second[30000];
    first[threadIdx.x] = second[threadIdx.x] = 1;
    *out = first[0];
}
__global__ void beyondDynamic(int* out) {
    extern __shared__ int words[];
    *out = words[4096];
}

int main() {
    int const n = 100000;
    float *in, *out;
    cudaMalloc(&in, n * sizeof(float)), cudaMalloc(&out, n * sizeof(float));
    std::vector<float> host(n);
    double expected = 0, sum = 0;
    for (int i = 0; i < n; ++i)
        expected += host[i] = float(i % 97);
    cudaMemcpy(in, host.data(), n * sizeof(float), cudaMemcpyHostToDevice);
    int const blocks = (n + 255) / 256;
    reduce<<<blocks, 256>>>(in, out, n);
    cudaMemcpy(host.data(), out, blocks * sizeof(float), cudaMemcpyDeviceToHost);
    for (int i = 0; i < blocks; ++i)
        sum += host[i];
    printf("reduction difference: %g\n", sum - expected);

    float eight[8];
    auto const show = [&](char const* name) {
        cudaError_t const error = cudaMemcpy(eight, in, sizeof eight, cudaMemcpyDeviceToHost);
        printf("%s:", name);
        if (error != cudaSuccess)
            printf(" %s", cudaGetErrorName(error));
        else
            for (float value : eight)
                printf(" %g", value);
        printf("\n");
    };
    reverseNamespace<<<1, 8, 8 * sizeof(float)>>>(in), show("namespace scope");
    reverseLocal<float><<<1, 8, 8 * sizeof(float)>>>(in), show("local");
    rows<<<1, dim3(4, 2), 8 * sizeof(float)>>>(in), show("rows");
    inDeviceFunction<<<1, 8>>>(in), show("device function");
    uninitialised<<<3, 4>>>(in);
    cudaMemcpy(eight, in, 4 * sizeof(float), cudaMemcpyDeviceToHost);
    printf("uninitialised: %d\n", std::isnan(eight[0]) && std::isnan(eight[3]));

    int value = -1;
    int* const integer = reinterpret_cast<int*>(out);
    earlyExit<<<1, 64>>>(integer);
    cudaMemcpy(&value, integer, sizeof value, cudaMemcpyDeviceToHost);
    printf("early exit: %d\n", value);
    votes<<<1, 64>>>(integer);
    cudaMemcpy(&value, integer, sizeof value, cudaMemcpyDeviceToHost);
    printf("votes: %d\n", value);

    tooMuch<<<1, 1>>>(integer);
    printf("60 KB static: %s\n", cudaGetErrorName(cudaDeviceSynchronize()));
    cudaDeviceReset();
    cudaMalloc(&out, 64);
    beyondDynamic<<<1, 1, 64>>>(reinterpret_cast<int*>(out));
    printf("beyond dynamic: %s\n", cudaGetErrorName(cudaDeviceSynchronize()));
    cudaDeviceReset();
    fflush(stdout);
}
