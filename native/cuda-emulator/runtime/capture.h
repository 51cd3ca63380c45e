//! Stream capture: work that is kept for a graph instead of being done.
//!
//! What is allowed meanwhile, and with which error it is refused, was seen on an H200 (CUDA 13.0, driver
//! 580).
#pragma once
#include "driver_types.h"
#include <functional>
#include <memory>
#include <vector>

namespace workbook::emulator {

typedef std::function<cudaError_t()> Work;

//! One capture in progress, shared by the streams that take part.
struct Capture {
    cudaStream_t origin;
    cudaStreamCaptureMode mode;
    bool invalid = false;
    std::vector<Work> nodes;
};

//! Does work on a stream now, or keeps it if the stream is captured.
//! \return the work's error, or 400 for an unknown stream, 901 and 906 as capturing makes them
cudaError_t submit(cudaStream_t stream, Work work);

//! What submit() would refuse. \return cudaSuccess if the stream takes work
cudaError_t enterStream(cudaStream_t stream);

//! For calls that wait for the device or change its memory: 900 while a capture forbids them, which it does
//! not survive.
//! \param always also in cudaStreamCaptureModeRelaxed
cudaError_t forbidWhileCapturing(bool always = false);

//! Ends a capture's validity; what follows on its streams gives 901.
cudaError_t invalidate(Capture& capture, cudaError_t reason);

} // namespace workbook::emulator
