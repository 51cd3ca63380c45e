#pragma once
#include "NvInferRuntime.h"

namespace workbook {

//! A tiling, axis by axis from the outermost: element o of an output axis is element o % in of the input
//! axis.
struct TileShape {
    int32_t nbAxes;                        //!< 0 copies a single element
    int64_t in[nvinfer1::Dims::MAX_DIMS];  //!< at least 1
    int64_t out[nvinfer1::Dims::MAX_DIMS]; //!< a multiple of in
};

//! The same tiling with as few axes as possible, for each costs the kernel two divisions an element.
//! Neighbouring axes become one where the inner one is not repeated, or the outer input extent is 1.
//! \param in,out Extents of the tensors, of the same rank and none of them 0; out[i] a multiple of in[i].
TileShape mergeTileAxes(nvinfer1::Dims const& in, nvinfer1::Dims const& out) noexcept;

} // namespace workbook
