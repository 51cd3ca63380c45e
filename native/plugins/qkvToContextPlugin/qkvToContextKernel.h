#pragma once
#include <cstddef>
#include <cstdint>
#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

namespace workbook {

//! The sizes of one call, none of them 0.
//! Input qkv: [sequence, batch, heads, 3, headSize]; the 3 are Q, K and V of one head. Output context:
//! [sequence, batch, heads, headSize].
struct QkvShape {
    int32_t sequence;
    int32_t batch;
    int32_t heads;
    int32_t headSize;
};

//! What numbers are multiplied with on the way.
struct QkvScales {
    float score; //!< Q K^T -> softmax's input: 1 / sqrt(headSize), in INT8 times the input's scale squared
    float probability; //!< INT8: real value of a quantised probability of 1 (dqProbs)
    float
        context; //!< INT8: sum of quantised P V -> quantised output: dqProbs * input's scale / output's scale
    bool integerMax; //!< INT8: softmax's maximum is taken of the integer scores, before the scale
                     //!< (useInt8ScaleMax)
};

//! Bytes of device memory for all scores: one float or int32 for each pair of positions, head and sample.
size_t qkvWorkspaceBytes(QkvShape const& shape) noexcept;

//! context = softmax(Q K^T * scale) V, in three kernels with the scores in `workspace`. Asynchronous on
//! `stream`.
//! \param workspace Device pointer, qkvWorkspaceBytes(shape) bytes.
//! \return cudaGetLastError() of the launches.
template <typename T>
cudaError_t qkvToContextWorkspace(T const* qkv, T* context, void* workspace, QkvShape const& shape,
                                  QkvScales const& scales, cudaStream_t stream);

//! Bytes of dynamic shared memory that the fused kernel needs: the scores of one query, and the query.
size_t qkvFusedSharedBytes(int64_t sequence, int32_t headSize) noexcept;
//! What a kernel may have of it without asking for more: 48 KiB, less what it declares statically.
constexpr size_t kQKV_MOST_SHARED_BYTES = 48 * 1024 - 2048;

//! The same in one kernel with the scores in shared memory: no workspace, but the sequence must be short
//! enough.
//! \return cudaGetLastError() of the launch.
template <typename T>
cudaError_t qkvToContextFused(T const* qkv, T* context, QkvShape const& shape, QkvScales const& scales,
                              cudaStream_t stream);

// Each is compiled for three types, in qkvToContextWorkspace.cu and qkvToContextFused.cu.
#define WORKBOOK_QKV_ELSEWHERE(T)                                                                            \
    extern template cudaError_t qkvToContextWorkspace<T>(T const*, T*, void*, QkvShape const&,               \
                                                         QkvScales const&, cudaStream_t);                    \
    extern template cudaError_t qkvToContextFused<T>(T const*, T*, QkvShape const&, QkvScales const&,        \
                                                     cudaStream_t);
WORKBOOK_QKV_ELSEWHERE(float)
WORKBOOK_QKV_ELSEWHERE(__half)
WORKBOOK_QKV_ELSEWHERE(int8_t)
#undef WORKBOOK_QKV_ELSEWHERE

} // namespace workbook
