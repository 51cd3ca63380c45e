#pragma once
#include <cstdint>

//! Reductions over the threads of one block. Each halves the number of values until one is left, with a
//! barrier between the steps: no thread may read what another has not written yet.
namespace workbook {

struct AddOp {
    template <typename V> __device__ V operator()(V a, V b) const { return a + b; }
};
struct MaxOp {
    template <typename V> __device__ V operator()(V a, V b) const { return a < b ? b : a; }
};

//! Combines the value of every thread; every thread of the block must call it.
//! \param scratch __shared__, [kTHREADS]; may be used for something else as soon as the call returns.
//! \return The same result in every thread. The order of the operations is always the same, and so is the
//! rounding.
template <int32_t kTHREADS, typename Op, typename V> __device__ V blockReduce(V value, V* scratch, Op op) {
    static_assert(kTHREADS > 0 && (kTHREADS & (kTHREADS - 1)) == 0,
                  "the number of threads is halved in each step");
    int32_t const thread = static_cast<int32_t>(threadIdx.x);
    scratch[thread] = value;
    __syncthreads();
    for (int32_t half = kTHREADS / 2; half > 0; half /= 2) {
        if (thread < half) {
            scratch[thread] = op(scratch[thread], scratch[thread + half]);
        }
        __syncthreads(); // outside the if: all threads of the block must come here
    }
    V const result = scratch[0];
    __syncthreads(); // nobody overwrites scratch[0] before the last one has read it
    return result;
}

} // namespace workbook
