#include "../common/launchGrid.h"
#include "qkvToContextMath.cuh"

namespace workbook {
namespace {

//! Each part of the shared memory takes a multiple of 16 bytes: nvcc reads the last elements of a row four at
//! a time.
__host__ __device__ inline int64_t wholeVectors(int64_t words) { return (words + 3) / 4 * 4; }

//! One block a query: scores, softmax and context without leaving the chip. Dynamic shared memory: [sequence]
//! scores, then the query, [headSize] elements, which every thread reads again for each key.
template <typename T>
__global__ void fusedKernel(T const* qkv, T* context, QkvShape shape, QkvScales scales, int64_t queries) {
    using Score = typename QkvArithmetic<T>::Score;
    extern __shared__ int32_t words[]; // the name and type are those of every instantiation
    __shared__ Score largest[kQKV_THREADS];
    __shared__ float sums[kQKV_THREADS];
    auto* const scores = reinterpret_cast<Score*>(words);
    T* const query = reinterpret_cast<T*>(words + wholeVectors(shape.sequence));
    auto const thread = static_cast<int32_t>(threadIdx.x);
    // Queries are numbered as in the output: position, sample, head.
    for (int64_t i = blockIdx.x; i < queries; i += gridDim.x) {
        int64_t const head = i % shape.heads;
        int64_t const sample = i / shape.heads % shape.batch;
        int64_t const position = i / shape.heads / shape.batch;
        T const* const q = qkv + qkvOffset(shape, position, sample, head, 0);
        for (int32_t element = thread; element < shape.headSize; element += kQKV_THREADS) {
            query[element] = q[element];
        }
        __syncthreads();
        for (int32_t key = thread; key < shape.sequence; key += kQKV_THREADS) {
            scores[key] = qkvScore<T>(query, qkv + qkvOffset(shape, key, sample, head, 1), shape.headSize);
        }
        __syncthreads();
        qkvSoftmax<T>(scores, shape.sequence, scales, largest, sums);
        __syncthreads();
        for (int32_t element = thread; element < shape.headSize; element += kQKV_THREADS) {
            context[i * shape.headSize + element] =
                qkvContext<T>(scores, qkv, shape, scales, sample, head, element);
        }
        __syncthreads(); // the next query overwrites the scores
    }
}

} // namespace

// ANCHOR: fused-launch
size_t qkvFusedSharedBytes(int64_t sequence, int32_t headSize) noexcept {
    return 4 * static_cast<size_t>(wholeVectors(sequence) + wholeVectors(headSize));
}

template <typename T>
cudaError_t qkvToContextFused(T const* qkv, T* context, QkvShape const& shape, QkvScales const& scales,
                              cudaStream_t stream) {
    int64_t const queries = int64_t{shape.sequence} * shape.batch * shape.heads;
    size_t const sharedBytes = qkvFusedSharedBytes(shape.sequence, shape.headSize);
    fusedKernel<T>
        <<<blocksFor(queries, 1), kQKV_THREADS, sharedBytes, stream>>>(qkv, context, shape, scales, queries);
    return cudaGetLastError();
}
// ANCHOR_END: fused-launch

template cudaError_t qkvToContextFused<float>(float const*, float*, QkvShape const&, QkvScales const&,
                                              cudaStream_t);
template cudaError_t qkvToContextFused<__half>(__half const*, __half*, QkvShape const&, QkvScales const&,
                                               cudaStream_t);
template cudaError_t qkvToContextFused<int8_t>(int8_t const*, int8_t*, QkvShape const&, QkvScales const&,
                                               cudaStream_t);

} // namespace workbook
