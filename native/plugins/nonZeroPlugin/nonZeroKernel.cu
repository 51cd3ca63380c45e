#include "../common/blockReduce.cuh"
#include "../common/launchGrid.h"
#include "nonZeroKernel.h"

// Three kernels, so that the order is the same in every run: an atomic counter would hand out places in the
// order in which the threads come. Each block counts its chunk, one block sums the counts up, then each block
// knows where its first element goes.
namespace workbook {
namespace {

constexpr int32_t kTHREADS = 256;
constexpr int32_t kPER_THREAD = 4; // neighbours, so that a thread's elements stay in order
constexpr int64_t kCHUNK = int64_t{kTHREADS} * kPER_THREAD;

template <typename T> __device__ bool isNonZero(T value) { return value != T(0); }
template <> __device__ bool isNonZero(__half value) { return __half2float(value) != 0.0F; }

//! What was summed before this thread: the sum over the threads with a lower index.
//! \param scratch __shared__, [kTHREADS]; holds the sums including each thread afterwards, until the next
//! barrier.
template <typename V> __device__ V exclusiveScan(V value, V* scratch) {
    int32_t const thread = static_cast<int32_t>(threadIdx.x);
    scratch[thread] = value;
    __syncthreads();
    for (int32_t distance = 1; distance < kTHREADS; distance *= 2) {
        V const before = thread >= distance ? scratch[thread - distance] : V(0);
        __syncthreads(); // all have read before any writes
        scratch[thread] += before;
        __syncthreads();
    }
    return scratch[thread] - value;
}

template <typename T> __device__ int32_t countOwn(T const* x, int64_t first, int64_t count) {
    int32_t own = 0;
    for (int64_t i = first; i < first + kPER_THREAD && i < count; ++i) {
        own += isNonZero(x[i]) ? 1 : 0;
    }
    return own;
}

//! counts: [blocks], the elements of each chunk that are not zero.
template <typename T> __global__ void countKernel(T const* x, int64_t* counts, int64_t count) {
    __shared__ int32_t scratch[kTHREADS];
    int64_t const first = blockIdx.x * kCHUNK + threadIdx.x * kPER_THREAD;
    int32_t const total = blockReduce<kTHREADS>(countOwn(x, first, count), scratch, AddOp{});
    if (threadIdx.x == 0) {
        counts[blockIdx.x] = total;
    }
}

//! One block. counts: [chunks], replaced by the sum of those before; the sum of all goes to the size tensor.
__global__ void offsetsKernel(int64_t* counts, int64_t chunks, int32_t* nbNonZero) {
    __shared__ int64_t scratch[kTHREADS];
    int64_t before = 0;
    for (int64_t tile = 0; tile < chunks; tile += kTHREADS) {
        int64_t const chunk = tile + threadIdx.x;
        int64_t const offset = exclusiveScan<int64_t>(chunk < chunks ? counts[chunk] : 0, scratch);
        if (chunk < chunks) {
            counts[chunk] = before + offset;
        }
        before += scratch[kTHREADS - 1];
        __syncthreads(); // the next round overwrites scratch
    }
    if (threadIdx.x == 0) {
        *nbNonZero = static_cast<int32_t>(before);
    }
}

//! offsets: [blocks], where the first element of each chunk goes. indices: [rank, *nbNonZero].
template <typename T>
__global__ void writeKernel(T const* x, int64_t const* offsets, int32_t const* nbNonZero, int64_t* indices,
                            NonZeroShape shape, int64_t count) {
    __shared__ int32_t scratch[kTHREADS];
    int64_t const first = blockIdx.x * kCHUNK + threadIdx.x * kPER_THREAD;
    int64_t place = offsets[blockIdx.x] + exclusiveScan(countOwn(x, first, count), scratch);
    int64_t const stride = *nbNonZero;
    for (int64_t i = first; i < first + kPER_THREAD && i < count; ++i) {
        if (!isNonZero(x[i])) {
            continue;
        }
        int64_t rest = i;
        for (int32_t axis = shape.rank - 1; axis >= 0; --axis) {
            indices[axis * stride + place] = rest % shape.dims[axis];
            rest /= shape.dims[axis];
        }
        ++place;
    }
}

} // namespace

size_t nonZeroWorkspaceBytes(int64_t count) noexcept {
    return static_cast<size_t>((count + kCHUNK - 1) / kCHUNK) * sizeof(int64_t);
}

template <typename T>
cudaError_t nonZero(T const* x, int64_t* indices, int32_t* nbNonZero, void* workspace,
                    NonZeroShape const& shape, int64_t count, cudaStream_t stream) {
    if (count == 0) {
        return cudaMemsetAsync(nbNonZero, 0, sizeof *nbNonZero, stream);
    }
    auto* const counts = static_cast<int64_t*>(workspace);
    unsigned int const blocks = blocksFor(count, kCHUNK);
    countKernel<<<blocks, kTHREADS, 0, stream>>>(x, counts, count);
    offsetsKernel<<<1, kTHREADS, 0, stream>>>(counts, blocks, nbNonZero);
    writeKernel<<<blocks, kTHREADS, 0, stream>>>(x, counts, nbNonZero, indices, shape, count);
    return cudaGetLastError();
}

template cudaError_t nonZero<float>(float const*, int64_t*, int32_t*, void*, NonZeroShape const&, int64_t,
                                    cudaStream_t);
template cudaError_t nonZero<__half>(__half const*, int64_t*, int32_t*, void*, NonZeroShape const&, int64_t,
                                     cudaStream_t);
template cudaError_t nonZero<int8_t>(int8_t const*, int64_t*, int32_t*, void*, NonZeroShape const&, int64_t,
                                     cudaStream_t);
template cudaError_t nonZero<int32_t>(int32_t const*, int64_t*, int32_t*, void*, NonZeroShape const&, int64_t,
                                      cudaStream_t);

} // namespace workbook
