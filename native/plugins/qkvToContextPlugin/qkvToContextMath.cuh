#pragma once
#include "../common/blockReduce.cuh"
#include "../common/widen.cuh"
#include "qkvToContextKernel.h"

//! The arithmetic of attention, shared by both tactics so that they give the same numbers.
namespace workbook {

constexpr int32_t kQKV_THREADS = 128;

//! The place of Q (which 0), K (1) or V (2) of one position, sample and head in the input: headSize elements
//! from there.
__device__ inline int64_t qkvOffset(QkvShape const& shape, int64_t position, int64_t sample, int64_t head,
                                    int32_t which) {
    return (((position * shape.batch + sample) * shape.heads + head) * 3 + which) * shape.headSize;
}

//! FP32 and FP16: scores and probabilities are floats.
template <typename T> struct QkvArithmetic {
    using Score = float;
    static __device__ Score lowest() { return -INFINITY; }
    static __device__ Score product(T a, T b) { return widen(a) * widen(b); }
    //! The scores' difference to the largest, scaled: softmax's exponent, at most 0.
    static __device__ float exponent(Score score, Score largest, QkvScales const& scales) {
        return (score - largest) * scales.score;
    }
    static __device__ Score probability(float value, QkvScales const&) { return value; }
    static __device__ Score weighted(Score probability, T value) { return probability * widen(value); }
    static __device__ void store(Score sum, QkvScales const&, T& result) { narrow(sum, result); }
};

//! INT8: sums of products are exact int32; a scale is applied to the sum. Probabilities are quantised again
//! for the second product.
template <> struct QkvArithmetic<int8_t> {
    using Score = int32_t;
    static __device__ Score lowest() { return INT32_MIN; }
    static __device__ Score product(int8_t a, int8_t b) { return int32_t{a} * int32_t{b}; }
    static __device__ float exponent(Score score, Score largest, QkvScales const& scales) {
        return scales.integerMax
                   ? static_cast<float>(score - largest) * scales.score
                   : static_cast<float>(score) * scales.score - static_cast<float>(largest) * scales.score;
    }
    static __device__ int32_t quantised(float value) {
        float const rounded = rintf(value); // to nearest even
        return static_cast<int32_t>(rounded > 127.0F ? 127.0F : (rounded < -128.0F ? -128.0F : rounded));
    }
    static __device__ Score probability(float value, QkvScales const& scales) {
        return quantised(value / scales.probability);
    }
    static __device__ Score weighted(Score probability, int8_t value) { return probability * int32_t{value}; }
    static __device__ void store(Score sum, QkvScales const& scales, int8_t& result) {
        result = static_cast<int8_t>(quantised(static_cast<float>(sum) * scales.context));
    }
};

//! \param q,k [headSize]. \return Their dot product, not scaled.
template <typename T>
__device__ typename QkvArithmetic<T>::Score qkvScore(T const* q, T const* k, int32_t headSize) {
    typename QkvArithmetic<T>::Score sum = 0;
    for (int32_t i = 0; i < headSize; ++i) {
        sum += QkvArithmetic<T>::product(q[i], k[i]);
    }
    return sum;
}

//! Replaces the scores of one query by probabilities; every thread of the block must call it.
//! \param row Shared or device memory, [sequence], complete: a barrier lies between its writing and this
//! call.
//! \param scores,sums __shared__, [kQKV_THREADS]
template <typename T>
__device__ void qkvSoftmax(typename QkvArithmetic<T>::Score* row, int32_t sequence, QkvScales const& scales,
                           typename QkvArithmetic<T>::Score* scores, float* sums) {
    using Arithmetic = QkvArithmetic<T>;
    typename Arithmetic::Score largest = Arithmetic::lowest();
    for (int32_t i = static_cast<int32_t>(threadIdx.x); i < sequence; i += kQKV_THREADS) {
        largest = MaxOp{}(largest, row[i]);
    }
    largest = blockReduce<kQKV_THREADS>(largest, scores, MaxOp{});
    float sum = 0.0F;
    for (int32_t i = static_cast<int32_t>(threadIdx.x); i < sequence; i += kQKV_THREADS) {
        sum += expf(Arithmetic::exponent(row[i], largest, scales));
    }
    sum = blockReduce<kQKV_THREADS>(sum, sums, AddOp{});
    for (int32_t i = static_cast<int32_t>(threadIdx.x); i < sequence; i += kQKV_THREADS) {
        row[i] = Arithmetic::probability(expf(Arithmetic::exponent(row[i], largest, scales)) / sum, scales);
    }
}

//! \param probabilities [sequence]. \return One element of the context: the sum over all positions of
//! probability times V.
template <typename T>
__device__ T qkvContext(typename QkvArithmetic<T>::Score const* probabilities, T const* qkv,
                        QkvShape const& shape, QkvScales const& scales, int64_t sample, int64_t head,
                        int32_t element) {
    typename QkvArithmetic<T>::Score sum = 0;
    for (int32_t position = 0; position < shape.sequence; ++position) {
        sum += QkvArithmetic<T>::weighted(probabilities[position],
                                          qkv[qkvOffset(shape, position, sample, head, 2) + element]);
    }
    T result;
    QkvArithmetic<T>::store(sum, scales, result);
    return result;
}

} // namespace workbook
