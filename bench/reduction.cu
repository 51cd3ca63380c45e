// Sums a million floats as often as it is told, and prints each run's milliseconds, one a line: shared
// memory, 256 threads a block,
// __syncthreads in a tree. The first line is the sum.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cuda_runtime.h>
#include <vector>

constexpr int kTHREADS = 256;

// partial: [gridDim.x], the sum of each block's slice of x.
__global__ void blockSum(float const* x, float* partial, int count) {
    __shared__ float sums[kTHREADS];
    int const i = blockIdx.x * kTHREADS + threadIdx.x;
    sums[threadIdx.x] = i < count ? x[i] : 0.0F;
    __syncthreads();
    for (int half = kTHREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sums[0];
    }
}

int main(int, char** argv) {
    int const count = 1 << 20;
    int const blocks = count / kTHREADS;
    std::vector<float> host(count, 0.5F), partial(blocks);
    float *x = nullptr, *sums = nullptr;
    cudaMalloc(&x, count * sizeof(float));
    cudaMalloc(&sums, blocks * sizeof(float));
    cudaMemcpy(x, host.data(), count * sizeof(float), cudaMemcpyHostToDevice);
    for (int run = 0; run < std::atoi(argv[1]); ++run) {
        auto const start = std::chrono::steady_clock::now();
        blockSum<<<blocks, kTHREADS>>>(x, sums, count);
        if (cudaDeviceSynchronize() != cudaSuccess) {
            return 1;
        }
        std::chrono::duration<double, std::milli> const ms = std::chrono::steady_clock::now() - start;
        if (run == 0) {
            cudaMemcpy(partial.data(), sums, blocks * sizeof(float), cudaMemcpyDeviceToHost);
            double sum = 0;
            for (float const part : partial) {
                sum += part;
            }
            std::printf("%.1f\n", sum);
        }
        std::printf("%f\n", ms.count());
    }
    return 0;
}
