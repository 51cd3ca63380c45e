#include <NvInfer.h>

#include "centerPlugin.h"

#include <cstdint>

using namespace nvinfer1;

namespace {

constexpr int64_t kTHREADS = 128; //!< of a block

unsigned int blocksFor(int64_t count) { return static_cast<unsigned int>((count + kTHREADS - 1) / kTHREADS); }

//! All extents but the last, multiplied.
int64_t rowsOf(Dims const& dims) {
    int64_t rows = 1;
    for (int32_t i = 0; i + 1 < dims.nbDims; ++i) {
        rows *= dims.d[i];
    }
    return rows;
}

//! means[row] = the mean of the row. One thread a row; x [rows, width], means [rows].
__global__ void meanKernel(float const* x, float* means, int64_t rows, int64_t width) {
    int64_t const row = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (row >= rows) {
        return;
    }
    float sum = 0;
    for (int64_t i = 0; i < width; ++i) {
        sum += x[row * width + i];
    }
    means[row] = sum / static_cast<float>(width);
}

//! y[row, i] = x[row, i] - means[row]. One thread an element of x and y, [rows, width]; means [rows].
__global__ void subtractKernel(float const* x, float const* means, float* y, int64_t count, int64_t width) {
    int64_t const i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = x[i] - means[i / width];
    }
}

} // namespace

//! Scratch memory for one enqueue(): the mean of each row, one float.
//!
//! \param inputs [0] x. Read .max: .desc.dims and .opt may hold -1.
//! \return Bytes, enough for the largest shapes and any smaller.
size_t CenterPlugin::getWorkspaceSize(DynamicPluginTensorDesc const* inputs, int32_t,
                                      DynamicPluginTensorDesc const*, int32_t) const noexcept {
    (void)inputs;
    return 0; // enqueue() gets its memory itself
}

//! \param inputDesc [0] x, kFLOAT, kLINEAR, with the extents of this call.
//! \param workspace As many bytes on the device as getWorkspaceSize() said, for this call.
//! \return 0, or anything else where the work could not be put on `stream`. Nothing waits for it here.
int32_t CenterPlugin::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const*,
                              void const* const* inputs, void* const* outputs, void* workspace,
                              cudaStream_t stream) noexcept {
    Dims const& dims = inputDesc[0].dims;
    int64_t const rows = rowsOf(dims);
    int64_t const width = dims.d[dims.nbDims - 1];
    int64_t const count = rows * width;
    if (count == 0) {
        return 0;
    }
    auto const* const x = static_cast<float const*>(inputs[0]);
    auto* const y = static_cast<float*>(outputs[0]);
    (void)workspace;
    float* means = nullptr;
    if (cudaMalloc(&means, sizeof(float) * static_cast<size_t>(rows)) != cudaSuccess) {
        return 1;
    }
    meanKernel<<<blocksFor(rows), kTHREADS, 0, stream>>>(x, means, rows, width);
    subtractKernel<<<blocksFor(count), kTHREADS, 0, stream>>>(x, means, y, count, width);
    // Whoever uses the memory has to be done before it goes.
    cudaError_t const status = cudaStreamSynchronize(stream);
    cudaFree(means);
    return status == cudaSuccess ? 0 : 1;
}
