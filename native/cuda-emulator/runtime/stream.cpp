#include "stream.h"
#include "context.h"
#include <algorithm>
#include <memory>
#include <vector>

namespace workbook::emulator {

std::vector<std::unique_ptr<CUstream_st>>& liveStreams() {
    static auto& made = *new std::vector<std::unique_ptr<CUstream_st>>;
    return made;
}

namespace {
auto find(cudaStream_t stream) {
    return std::find_if(liveStreams().begin(), liveStreams().end(),
                        [&](auto const& one) { return one.get() == stream; });
}

//! A call that waits for a stream, or asks whether it is done.
cudaError_t waitForStream(cudaStream_t stream) {
    return apiCall([&] {
        if (cudaError_t error = enterStream(stream))
            return error;
        if (!isDefaultStream(stream) && stream->capture)
            return invalidate(*stream->capture, cudaErrorStreamCaptureUnsupported);
        return forbidWhileCapturing();
    });
}
} // namespace

bool isDefaultStream(cudaStream_t stream) {
    return stream == nullptr || stream == cudaStreamLegacy || stream == cudaStreamPerThread;
}

bool isStream(cudaStream_t stream) { return isDefaultStream(stream) || find(stream) != liveStreams().end(); }

unsigned int streamNumber(cudaStream_t stream) { return isDefaultStream(stream) ? 0 : stream->number; }

} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" cudaError_t cudaStreamCreateWithPriority(cudaStream_t* stream, unsigned int flags, int priority) {
    return apiCall([&] {
        static unsigned int made = 0;
        if (!stream || flags > cudaStreamNonBlocking)
            return cudaErrorInvalidValue;
        liveStreams().push_back(
            std::make_unique<CUstream_st>(CUstream_st{++made, flags, std::clamp(priority, -5, 0)}));
        *stream = liveStreams().back().get();
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned int flags) {
    return cudaStreamCreateWithPriority(stream, flags, 0);
}

extern "C" cudaError_t cudaStreamCreate(cudaStream_t* stream) {
    return cudaStreamCreateWithPriority(stream, 0, 0);
}

extern "C" cudaError_t cudaStreamDestroy(cudaStream_t stream) {
    return apiCall([&] {
        auto const found = find(stream);
        if (found == liveStreams().end())
            return cudaErrorInvalidResourceHandle;
        liveStreams().erase(found);
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaStreamSynchronize(cudaStream_t stream) { return waitForStream(stream); }

extern "C" cudaError_t cudaStreamQuery(cudaStream_t stream) { return waitForStream(stream); }

extern "C" cudaError_t cudaStreamGetFlags(cudaStream_t stream, unsigned int* flags) {
    return apiCall([&] {
        if (!isStream(stream))
            return cudaErrorInvalidResourceHandle;
        *flags = isDefaultStream(stream) ? 0 : stream->flags;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaStreamGetPriority(cudaStream_t stream, int* priority) {
    return apiCall([&] {
        if (!isStream(stream))
            return cudaErrorInvalidResourceHandle;
        *priority = isDefaultStream(stream) ? 0 : stream->priority;
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaLaunchHostFunc(cudaStream_t stream, cudaHostFn_t function, void* userData) {
    return apiCall([&] {
        if (!function)
            return cudaErrorInvalidValue;
        return submit(stream, [=] { return function(userData), cudaSuccess; });
    });
}

extern "C" cudaError_t cudaStreamAddCallback(cudaStream_t stream, cudaStreamCallback_t callback,
                                             void* userData, unsigned int) {
    return apiCall([&] {
        if (!callback)
            return cudaErrorInvalidValue;
        if (!isDefaultStream(stream) && isStream(stream) && stream->capture)
            return invalidate(*stream->capture, cudaErrorStreamCaptureUnsupported);
        return submit(stream, [=] { return callback(stream, cudaSuccess, userData), cudaSuccess; });
    });
}
