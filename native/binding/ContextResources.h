#pragma once

#include "NvInfer.h"

namespace workbook::binding {

//! The allocator that plugins get when attached to a context: cudaMalloc and cudaFree.
nvinfer1::IGpuAllocator& gpuAllocator() noexcept;

//! The resource context that V3 plugins get: that allocator, and no error recorder.
nvinfer1::IPluginResourceContext& resourceContext() noexcept;

} // namespace workbook::binding
