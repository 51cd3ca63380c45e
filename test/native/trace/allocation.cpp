//! What a repeated enqueue costs in memory: nothing. `new` is counted for the whole program, libraries
//! included.
#include "TracedCreator.h"

#include "check.h"
#include "events.h"
#include "plugins.h"

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>

using namespace nvinfer1;
using workbook::trace::EventLog;
using workbook::trace::ObjectIdentity;
using workbook::trace::TracedCreatorV3One;

namespace {

std::atomic<int> allocations{0};

//! A runtime that notes nothing: noting would allocate.
class Quiet final : public plugins::V3<> {
public:
    int32_t enqueue(PluginTensorDesc const*, PluginTensorDesc const*, void const* const*, void* const*, void*,
                    cudaStream_t) noexcept override {
        return 0;
    }
    IPluginCapability* getCapabilityInterface(PluginCapabilityType) noexcept override {
        return static_cast<IPluginV3OneRuntime*>(this);
    }
};

} // namespace

void* operator new(size_t size) {
    allocations.fetch_add(1);
    if (void* const memory = std::malloc(size > 0 ? size : 1)) {
        return memory;
    }
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }

TEST("the runtime capability and enqueue, called again, allocate nothing") {
    EventLog::instance().reset("");
    plugins::CreatorV3 creator{new Quiet};
    TracedCreatorV3One tracedCreator{creator, ObjectIdentity("creator#1", "Fake@2", "")};
    std::unique_ptr<IPluginV3> const plugin(
        tracedCreator.createPlugin("p0", nullptr, TensorRTPhase::kRUNTIME));
    auto const runtime = [&] {
        return static_cast<IPluginV3OneRuntime*>(
            plugin->getCapabilityInterface(PluginCapabilityType::kRUNTIME));
    };
    PluginTensorDesc const desc{Dims{4, {1, 3, 224, 224}}, DataType::kFLOAT, TensorFormat::kLINEAR, 1.0F};
    allocations = 0;
    runtime()->onShapeChange(&desc, 1, &desc, 1);
    CHECK_EQUAL(runtime()->enqueue(&desc, &desc, nullptr, nullptr, nullptr, nullptr), 0);
    CHECK(allocations > 0); // the calls are encoded
    allocations = 0;
    for (int i = 0; i < 1000; ++i) {
        runtime()->enqueue(&desc, &desc, nullptr, nullptr, nullptr, nullptr);
    }
    CHECK_EQUAL(allocations.load(), 0);
    CHECK_EQUAL(
        events::calls().back(),
        "plugin#1 enqueue {\"in\":[{\"type\":\"kFLOAT\",\"format\":\"kLINEAR\",\"dims\":[1,3,224,224]}],"
        "\"out\":[{\"type\":\"kFLOAT\",\"format\":\"kLINEAR\",\"dims\":[1,3,224,224]}],"
        "\"workspaceNull\":true} -> 0");
}

CHECK_MAIN
