#include "event.h"
#include "context.h"
#include "stream.h"
#include <algorithm>
#include <memory>
#include <vector>

namespace workbook::emulator {

namespace {
std::vector<std::unique_ptr<CUevent_st>>& events() {
    static auto& made = *new std::vector<std::unique_ptr<CUevent_st>>;
    return made;
}

auto find(cudaEvent_t event) {
    return std::find_if(events().begin(), events().end(),
                        [&](auto const& one) { return one.get() == event; });
}

//! A call that waits for an event, or asks whether it is done.
cudaError_t waitForEvent(cudaEvent_t event) {
    return apiCall([&] {
        if (!isEvent(event))
            return cudaErrorInvalidResourceHandle;
        if (auto const capture = event->capture.lock())
            return invalidate(*capture, cudaErrorCapturedEvent);
        return cudaSuccess;
    });
}
} // namespace

bool isEvent(cudaEvent_t event) { return find(event) != events().end(); }

} // namespace workbook::emulator

using namespace workbook::emulator;

extern "C" cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned int flags) {
    return apiCall([&] {
        if (!event || flags > 7)
            return cudaErrorInvalidValue;
        events().push_back(std::make_unique<CUevent_st>(CUevent_st{flags}));
        *event = events().back().get();
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaEventCreate(cudaEvent_t* event) {
    return cudaEventCreateWithFlags(event, cudaEventDefault);
}

extern "C" cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
    return apiCall([&] {
        if (!isEvent(event))
            return cudaErrorInvalidResourceHandle;
        if (cudaError_t error = enterStream(stream))
            return error;
        event->capture.reset();
        if (!isDefaultStream(stream) && stream->capture) {
            event->capture = stream->capture;
            event->stream = stream;
            event->captured = stream->captured;
            event->recorded = false;
            return cudaSuccess;
        }
        event->recorded = true;
        event->time = std::chrono::steady_clock::now();
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaEventQuery(cudaEvent_t event) { return waitForEvent(event); }

extern "C" cudaError_t cudaEventSynchronize(cudaEvent_t event) { return waitForEvent(event); }

extern "C" cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t start, cudaEvent_t end) {
    return apiCall([&] {
        if (!ms)
            return cudaErrorInvalidValue;
        if (!isEvent(start) || !isEvent(end))
            return cudaErrorInvalidResourceHandle;
        bool const timed = ((start->flags | end->flags) & cudaEventDisableTiming) == 0;
        if (!timed || !start->recorded || !end->recorded)
            return cudaErrorInvalidResourceHandle;
        *ms = std::chrono::duration<float, std::milli>(end->time - start->time).count();
        return cudaSuccess;
    });
}

extern "C" cudaError_t cudaEventDestroy(cudaEvent_t event) {
    return apiCall([&] {
        auto const found = find(event);
        if (found == events().end())
            return cudaErrorInvalidResourceHandle;
        events().erase(found);
        return cudaSuccess;
    });
}
