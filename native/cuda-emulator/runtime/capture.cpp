#include "capture.h"
#include "context.h"
#include "event.h"
#include "stream.h"

struct CUgraph_st {
    std::vector<workbook::emulator::Work> nodes;
};
struct CUgraphExec_st {
    std::vector<workbook::emulator::Work> nodes;
};

namespace workbook::emulator {

cudaError_t invalidate(Capture& capture, cudaError_t reason) {
    capture.invalid = true;
    return reason;
}

cudaError_t enterStream(cudaStream_t stream) {
    if (!isStream(stream))
        return cudaErrorInvalidResourceHandle;
    if (isDefaultStream(stream)) {
        // The legacy stream would have to wait for every blocking stream, so also for one that is captured.
        cudaError_t error = cudaSuccess;
        for (auto const& other : liveStreams())
            if (other->capture && (other->flags & cudaStreamNonBlocking) == 0)
                error = invalidate(*other->capture, cudaErrorStreamCaptureImplicit);
        return error;
    }
    return stream->capture && stream->capture->invalid ? cudaErrorStreamCaptureInvalidated : cudaSuccess;
}

cudaError_t submit(cudaStream_t stream, Work work) {
    if (cudaError_t error = enterStream(stream))
        return error;
    if (isDefaultStream(stream) || !stream->capture)
        return work();
    stream->capture->nodes.push_back(std::move(work));
    ++stream->captured;
    return cudaSuccess;
}

cudaError_t forbidWhileCapturing(bool always) {
    cudaError_t error = cudaSuccess;
    for (auto const& stream : liveStreams())
        if (stream->capture && (always || stream->capture->mode != cudaStreamCaptureModeRelaxed))
            error = invalidate(*stream->capture, cudaErrorStreamCaptureUnsupported);
    return error;
}

namespace {
cudaError_t endCapture(cudaStream_t stream, cudaGraph_t* graph) {
    std::shared_ptr<Capture> const capture = stream->capture;
    if (capture->origin != stream)
        return invalidate(*capture, cudaErrorStreamCaptureUnmatched);
    bool unjoined = false;
    for (auto const& other : liveStreams()) {
        if (other->capture != capture)
            continue;
        unjoined = unjoined || (other.get() != stream && other->joined != other->captured);
        other->capture = nullptr;
    }
    if (capture->invalid)
        return cudaErrorStreamCaptureInvalidated;
    if (unjoined)
        return cudaErrorStreamCaptureUnjoined;
    *graph = new CUgraph_st{std::move(capture->nodes)};
    return cudaSuccess;
}

cudaError_t waitForEvent(cudaStream_t stream, cudaEvent_t event) {
    if (!isEvent(event))
        return cudaErrorInvalidResourceHandle;
    if (cudaError_t error = enterStream(stream))
        return error;
    std::shared_ptr<Capture> const captured = event->capture.lock();
    bool const capturing = !isDefaultStream(stream) && stream->capture;
    if (!captured) {
        if (capturing && event->recorded)
            return invalidate(*stream->capture, cudaErrorStreamCaptureIsolation);
        return cudaSuccess;
    }
    if (isDefaultStream(stream))
        return invalidate(*captured, cudaErrorStreamCaptureImplicit);
    if (!capturing) { // the stream joins the capture
        stream->capture = captured;
        stream->captured = 1;
        stream->joined = 0;
    } else if (stream->capture != captured) {
        return invalidate(*stream->capture, cudaErrorStreamCaptureMerge);
    }
    if (isStream(event->stream) && event->stream->capture == captured)
        event->stream->joined = event->captured;
    return cudaSuccess;
}
} // namespace
} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode) {
    return apiCall([&] {
        if (!isStream(stream))
            return cudaErrorInvalidResourceHandle;
        if (isDefaultStream(stream))
            return cudaErrorStreamCaptureUnsupported;
        if (mode < cudaStreamCaptureModeGlobal || mode > cudaStreamCaptureModeRelaxed)
            return cudaErrorInvalidValue;
        if (stream->capture)
            return cudaErrorIllegalState;
        stream->capture = std::make_shared<Capture>(Capture{stream, mode, false, {}});
        stream->captured = stream->joined = 0;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
    return apiCall([&] {
        if (!graph)
            return cudaErrorInvalidValue;
        *graph = nullptr;
        if (!isStream(stream))
            return cudaErrorInvalidResourceHandle;
        return isDefaultStream(stream) || !stream->capture ? cudaErrorIllegalState
                                                           : endCapture(stream, graph);
    });
}

extern "C" cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* status) {
    return apiCall([&] {
        if (!status)
            return cudaErrorInvalidValue;
        *status = cudaStreamCaptureStatusNone;
        if (isDefaultStream(stream))
            return enterStream(stream);
        if (!isStream(stream))
            return cudaErrorInvalidResourceHandle;
        if (stream->capture)
            *status =
                stream->capture->invalid ? cudaStreamCaptureStatusInvalidated : cudaStreamCaptureStatusActive;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode* mode) {
    static thread_local cudaStreamCaptureMode current = cudaStreamCaptureModeGlobal;
    return apiCall([&] { return mode ? (std::swap(*mode, current), cudaSuccess) : cudaErrorInvalidValue; });
}

extern "C" cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int) {
    return apiCall([&] { return waitForEvent(stream, event); });
}

extern "C" cudaError_t cudaGraphGetNodes(cudaGraph_t graph, cudaGraphNode_t* nodes, std::size_t* count) {
    return apiCall([&] {
        if (!graph || !count)
            return cudaErrorInvalidValue;
        for (std::size_t i = 0; nodes && i < *count && i < graph->nodes.size(); ++i)
            nodes[i] = reinterpret_cast<cudaGraphNode_t>(&graph->nodes[i]);
        *count = graph->nodes.size();
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t* executable, cudaGraph_t graph,
                                                     unsigned long long) {
    return apiCall([&] {
        if (!executable || !graph)
            return cudaErrorInvalidValue;
        *executable = new CUgraphExec_st{graph->nodes};
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream) {
    return apiCall([&] {
        if (!executable)
            return cudaErrorInvalidValue;
        return submit(stream, [nodes = executable->nodes] {
            for (Work const& node : nodes)
                if (cudaError_t error = node())
                    return error;
            return cudaSuccess;
        });
    });
}

extern "C" cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
    return apiCall([&] { return graph ? (delete graph, cudaSuccess) : cudaErrorInvalidValue; });
}

extern "C" cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable) {
    return apiCall([&] { return executable ? (delete executable, cudaSuccess) : cudaErrorInvalidValue; });
}
