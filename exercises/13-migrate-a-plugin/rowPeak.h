#pragma once
#include <NvInfer.h>

#include <cuda_runtime.h>

//! The computation of the plugin RowPeak, which no generation of plugins changes.
//!
//! Rows are scaled so that their largest magnitude becomes `peak`; a row of zeros stays as it is. In the mode
//! 1 a row is only made smaller, never larger.
//!
//! \param type kFLOAT or kHALF, of x and y, [rows, length] on the device.
//! \param magnitudes Scratch memory on the device, [rows]: rowPeakScratchBytes(rows).
//! \return cudaGetLastError() of the launches; there are none where there are no elements.
cudaError_t rowPeak(nvinfer1::DataType type, void const* x, void* y, float* magnitudes, int64_t rows,
                    int64_t length, float peak, int32_t mode, cudaStream_t stream) noexcept;

inline size_t rowPeakScratchBytes(int64_t rows) noexcept { return static_cast<size_t>(rows) * sizeof(float); }

//! Rows of a tensor [..., length]: the product of all dimensions but the last.
inline int64_t rowsOf(nvinfer1::Dims const& dims) noexcept {
    int64_t rows = 1;
    for (int32_t i = 0; i + 1 < dims.nbDims; ++i) {
        rows *= dims.d[i];
    }
    return rows;
}
