#include "../common/launchGrid.h"
#include "qkvToContextMath.cuh"

namespace workbook {
namespace {

template <typename T> using Score = typename QkvArithmetic<T>::Score;

//! scores: [batch, heads, sequence of queries, sequence of keys], one thread an element.
template <typename T>
__global__ void scoreKernel(T const* qkv, Score<T>* scores, QkvShape shape, int64_t count) {
    int64_t const step = static_cast<int64_t>(gridDim.x) * blockDim.x;
    for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += step) {
        int64_t const key = i % shape.sequence;
        int64_t const query = i / shape.sequence % shape.sequence;
        int64_t const pair = i / shape.sequence / shape.sequence;
        int64_t const head = pair % shape.heads;
        int64_t const sample = pair / shape.heads;
        scores[i] = qkvScore(qkv + qkvOffset(shape, query, sample, head, 0),
                             qkv + qkvOffset(shape, key, sample, head, 1), shape.headSize);
    }
}

//! One block a query: a row of scores becomes a row of probabilities.
template <typename T>
__global__ void softmaxKernel(Score<T>* scores, int64_t rows, int32_t sequence, QkvScales scales) {
    __shared__ Score<T> largest[kQKV_THREADS];
    __shared__ float sums[kQKV_THREADS];
    for (int64_t row = blockIdx.x; row < rows; row += gridDim.x) {
        qkvSoftmax<T>(scores + row * sequence, sequence, scales, largest, sums);
    }
}

//! One thread an element of the context.
template <typename T>
__global__ void contextKernel(T const* qkv, Score<T> const* probabilities, T* context, QkvShape shape,
                              QkvScales scales, int64_t count) {
    int64_t const step = static_cast<int64_t>(gridDim.x) * blockDim.x;
    for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += step) {
        auto const element = static_cast<int32_t>(i % shape.headSize);
        int64_t const head = i / shape.headSize % shape.heads;
        int64_t const sample = i / shape.headSize / shape.heads % shape.batch;
        int64_t const query = i / shape.headSize / shape.heads / shape.batch;
        int64_t const row = (sample * shape.heads + head) * shape.sequence + query;
        context[i] =
            qkvContext(probabilities + row * shape.sequence, qkv, shape, scales, sample, head, element);
    }
}

} // namespace

// ANCHOR: workspace-bytes
size_t qkvWorkspaceBytes(QkvShape const& shape) noexcept {
    return size_t{4} * static_cast<size_t>(shape.batch) * static_cast<size_t>(shape.heads) *
           static_cast<size_t>(shape.sequence) * static_cast<size_t>(shape.sequence);
}
// ANCHOR_END: workspace-bytes

// ANCHOR: workspace-launches
template <typename T>
cudaError_t qkvToContextWorkspace(T const* qkv, T* context, void* workspace, QkvShape const& shape,
                                  QkvScales const& scales, cudaStream_t stream) {
    static_assert(sizeof(Score<T>) == 4, "qkvWorkspaceBytes() counts four bytes a score");
    auto* const scores = static_cast<Score<T>*>(workspace);
    int64_t const rows = int64_t{shape.batch} * shape.heads * shape.sequence;
    int64_t const pairs = rows * shape.sequence;
    int64_t const elements = rows * shape.headSize;
    scoreKernel<T><<<blocksFor(pairs, kQKV_THREADS), kQKV_THREADS, 0, stream>>>(qkv, scores, shape, pairs);
    softmaxKernel<T><<<blocksFor(rows, 1), kQKV_THREADS, 0, stream>>>(scores, rows, shape.sequence, scales);
    contextKernel<T><<<blocksFor(elements, kQKV_THREADS), kQKV_THREADS, 0, stream>>>(qkv, scores, context,
                                                                                     shape, scales, elements);
    return cudaGetLastError();
}
// ANCHOR_END: workspace-launches

template cudaError_t qkvToContextWorkspace<float>(float const*, float*, void*, QkvShape const&,
                                                  QkvScales const&, cudaStream_t);
template cudaError_t qkvToContextWorkspace<__half>(__half const*, __half*, void*, QkvShape const&,
                                                   QkvScales const&, cudaStream_t);
template cudaError_t qkvToContextWorkspace<int8_t>(int8_t const*, int8_t*, void*, QkvShape const&,
                                                   QkvScales const&, cudaStream_t);

} // namespace workbook
