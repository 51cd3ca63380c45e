// Launch syntax in the forms that CUDA sources use; prints `name: result`.
// clang-format off: the forms are the point.
#include <cstdio>
#include <vector>

#define LAUNCH(kernel, blocks, threads, ...) kernel<<<blocks, threads>>>(__VA_ARGS__)
#define CONFIGURED(kernel, ...) \
    kernel<<<__VA_ARGS__>>>

namespace math {
template <class T, int N> struct Pair {
    T values[N];
};

template <class T> __global__ void __launch_bounds__(512) fill(T* out, T value, int n) {
    int const i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) out[i] = value;
}
template <class T, int N> __global__ void fillPair(T* out, Pair<T, N> pair, int n) {
    int const i = threadIdx.x;
    if (i < n) out[i] = pair.values[i % N];
}
} // namespace math

__global__ void indices(int* out) {
    int const thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    int const block = blockIdx.x + gridDim.x * (blockIdx.y + gridDim.y * blockIdx.z);
    out[block * int(blockDim.x * blockDim.y * blockDim.z) + thread] = block * 1000 + thread;
}
__global__ void unnamed(int* out, int, float const* = nullptr, int = 7) { *out = 11; }
__global__ void typeNames(int* out, int dim3, int uint3) { *out = dim3 + uint3 + int(blockDim.x); }
__global__ void noParameters(void) {}
template <class... T> __global__ void pack(int* out, T... values) { *out = (0 + ... + int(values)); }
__global__ void overloaded(int* out, int) { *out = 1; }
__global__ void overloaded(int* out, float) { *out = 2; }
__global__ void nullable(int* out, float const* optional, void* other) { *out = optional || other ? 1 : 3; }
__global__ void arrayParameter(int out[], int const (*rows)[2]) { out[0] = rows[1][1]; }
__global__ void ownParameter(int* out, int n) {
    n += int(threadIdx.x); // each thread has its own n
    out[threadIdx.x] = n;
}
__device__ __noinline__ int fromDevice() { return int(threadIdx.x + 100 * blockIdx.x); }
__global__ void callsDevice(int* out) { out[blockIdx.x * blockDim.x + threadIdx.x] = fromDevice(); }
template <typename T> __global__ void specialised(int* out) { *out = 1; }
template <> __global__ void specialised<float>(int* out) { *out = 2; }
template <bool C> __global__ typename std::enable_if<(C), void>::type conditional(int* out) { *out = 5; }

static int* device;
static std::vector<int> result(int n) {
    std::vector<int> host(n);
    cudaError_t const error = cudaMemcpy(host.data(), device, n * sizeof(int), cudaMemcpyDeviceToHost);
    if (error != cudaSuccess) printf("error: %s\n", cudaGetErrorName(error));
    return host;
}
static void show(char const* name, int n = 1) {
    printf("%s:", name);
    for (int value : result(n)) printf(" %d", value);
    printf("\n");
}
template <class T> static void launchGeneric(T value) {
    math::fill<T><<<dim3(1), dim3(4), 0, 0>>>(reinterpret_cast<T*>(device), value, 4);
}
struct Owner {
    void (*kernel)(int*, int) = ownParameter;
};

int main() {
    cudaMalloc(&device, 1 << 16);

    dim3 blockDim(3, 4, 5), gridDim(2, 3, 4); // these names are free for host code
    indices<<<gridDim, blockDim>>>(device);
    int wrong = 0;
    std::vector<int> const all = result(24 * 60);
    for (int block = 0; block < 24; ++block)
        for (int thread = 0; thread < 60; ++thread) wrong += all[block * 60 + thread] != block * 1000 + thread;
    printf("wrong indices: %d\n", wrong);

    math::fill<int><<<2, 2>>>(device, 9, 3), show("template", 3);
    math::fill<<<2, 2>>>(device, 8, 4), show("deduced", 4);
    launchGeneric(7), show("in a template", 4);
    math::fillPair<int, 2><<<1, 4>>>(device, math::Pair<int, 2>{{4, 5}}, 4), show("struct", 4);
    LAUNCH(math::fill<int>, 1, 4,
           device, 6, 4);
    show("macro", 4);
    CONFIGURED(math::fill<int>, 1, 3)(device, 5, 3), show("split macro", 3);
    math::fill<int> << <1, 2 >> >(device, 4, 2);
    show("spaced", 2);
    unnamed<<<1, 1>>>(device, 3), show("unnamed");
    noParameters<<<1, 1>>>();
    typeNames<<<1, 4>>>(device, 10, 20), show("type names");
    pack<<<1, 1>>>(device, 1, 2.0f, 'a'), show("pack");
    overloaded<<<1, 1>>>(device, 1), show("overload int");
    overloaded<<<1, 1>>>(device, 1.0f), show("overload float");
    nullable<<<1, 1>>>(device, NULL, 0), show("null");
    ownParameter<<<1, 4>>>(device, 10), show("own parameter", 4);
    callsDevice<<<2, 3>>>(device), show("device function", 6);
    specialised<int><<<1, 1>>>(device), show("primary");
    specialised<float><<<1, 1>>>(device), show("specialised");
    conditional<(3 > 2)><<<1, 1>>>(device), show("enable_if");
    void (*pointer)(int*, int) = ownParameter;
    pointer<<<1, 2>>>(device, 20), show("pointer", 2);
    (*pointer)<<<1, 2>>>(device, 30), show("dereferenced", 2);
    Owner owner, *owners[1] = {&owner};
    owner.kernel<<<1, 2>>>(device, 40), show("member", 2);
    owners[0]->kernel<<<1, 2>>>(device, 50), show("through an array", 2);
    auto launch = [&](int n) { ownParameter<<<1, 1>>>(device, n); };
    if (wrong == 0) launch(60);
    show("in a lambda");
    int const blocks = 2;
    ownParameter<<<blocks > 1 ? 1 : 2, (blocks >> 1) + 1, sizeof(math::Pair<int, 2>), nullptr>>>(device, 70);
    show("expressions", 2);

    int value = 80;
    void* arguments[] = {&device, &value};
    printf("cudaLaunchKernel: %d\n", cudaLaunchKernel(reinterpret_cast<void const*>(&ownParameter), 1, 2, arguments, 0, 0));
    show("by address", 2);
    value = 90;
    cudaLaunchKernel(ownParameter, dim3(1), dim3(2), arguments), show("by name", 2);
    printf("cudaLaunchKernel null: %d\n", cudaLaunchKernel(static_cast<void const*>(nullptr), 1, 1, nullptr, 0, 0));
    static int data[1];
    printf("cudaLaunchKernel data: %d\n", cudaLaunchKernel(static_cast<void const*>(data), 1, 1, nullptr, 0, 0));
    void (*host)() = [] {};
    printf("cudaLaunchKernel host: %d\n", cudaLaunchKernel(host, 1, 1, nullptr));
    cudaGetLastError();
    printf("last error: %s\n", cudaGetErrorName(cudaGetLastError()));
}
