// Times the kernels of the exercise 13-twice-as-fast on a GPU: reports/row-softmax-h200.md says how it is
// built.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cuda_runtime.h>
#include <vector>

using Softmax = cudaError_t(float const* x, float* y, int64_t rows, int64_t length,
                            cudaStream_t stream) noexcept;
// rowSoftmax() of three files, each compiled with another name for it.
Softmax before, threadARow, blockARow;

namespace {

struct Variant {
    char const* name;
    Softmax* run;
    std::vector<float> times; //!< ms
};

constexpr int32_t kWARM_UP = 5;
constexpr int32_t kROUNDS = 40;

//! Largest difference of two results, relative to the first.
float difference(std::vector<float> const& a, std::vector<float> const& b) {
    float most = 0.0F;
    for (size_t i = 0; i < a.size(); ++i) {
        most = std::max(most, std::fabs(a[i] - b[i]) / a[i]);
    }
    return most;
}

void measure(int64_t rows, int64_t length, cudaStream_t stream) {
    auto const count = static_cast<size_t>(rows * length);
    std::vector<float> values(count), first(count), result(count);
    for (size_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>((i * 7919) % 1021) / 64.0F - 8.0F;
    }
    float *x = nullptr, *y = nullptr;
    cudaMalloc(&x, count * sizeof(float));
    cudaMalloc(&y, count * sizeof(float));
    cudaMemcpy(x, values.data(), count * sizeof(float), cudaMemcpyHostToDevice);
    cudaEvent_t begin = nullptr, end = nullptr;
    cudaEventCreate(&begin);
    cudaEventCreate(&end);
    Variant variants[] = {{"baseline.cu", before, {}},
                          {"one thread a row", threadARow, {}},
                          {"one block a row", blockARow, {}}};
    for (int32_t round = -kWARM_UP; round < kROUNDS; ++round) { // in turns
        for (Variant& variant : variants) {
            cudaEventRecord(begin, stream);
            variant.run(x, y, rows, length, stream);
            cudaEventRecord(end, stream);
            cudaEventSynchronize(end);
            float ms = 0.0F;
            cudaEventElapsedTime(&ms, begin, end);
            if (round >= 0) {
                variant.times.push_back(ms);
            }
        }
    }
    float slow = 0.0F;
    for (Variant& variant : variants) {
        bool const reference = slow == 0.0F;
        variant.run(x, y, rows, length, stream);
        cudaStreamSynchronize(stream);
        cudaMemcpy((reference ? first : result).data(), y, count * sizeof(float), cudaMemcpyDeviceToHost);
        std::sort(variant.times.begin(), variant.times.end());
        float const median = variant.times[kROUNDS / 2];
        slow = reference ? median : slow;
        std::printf("%lld x %lld  %-16s  %.4f ms  %.2f times as fast, difference %.1e\n",
                    static_cast<long long>(rows), static_cast<long long>(length), variant.name, median,
                    slow / median, reference ? 0.0F : difference(first, result));
    }
    cudaEventDestroy(begin);
    cudaEventDestroy(end);
    cudaFree(x);
    cudaFree(y);
}

} // namespace

int main() {
    cudaDeviceProp device{};
    int version = 0;
    cudaGetDeviceProperties(&device, 0);
    cudaRuntimeGetVersion(&version);
    std::printf("%s, CUDA runtime %d\n", device.name, version);
    cudaStream_t stream = nullptr;
    cudaStreamCreate(&stream);
    measure(40, 384, stream);
    measure(4096, 1024, stream);
    measure(65536, 384, stream);
    cudaStreamDestroy(stream);
    std::printf("%s\n", cudaGetErrorString(cudaGetLastError()));
    return cudaGetLastError() == cudaSuccess ? 0 : 1;
}
