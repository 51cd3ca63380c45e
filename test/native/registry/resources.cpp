#include "GlobalLogger.h"
#include "NvInferRuntime.h"

#include "check.h"

#include <string>

using namespace nvinfer1;

namespace {

class Silence final : public ILogger {
public:
    void log(Severity, char const*) noexcept override {}
};

Silence gSilence;
bool const gSilent = (workbook::registry::setLogger(&gSilence), true);

std::string gEvents;

//! Writes what happens to it into gEvents: c clone, r release, d destroyed; capitals on a clone.
class Resource : public IPluginResource {
public:
    explicit Resource(bool isClone = false, int32_t releaseStatus = 0)
        : mIsClone(isClone), mReleaseStatus(releaseStatus) {}
    ~Resource() noexcept override { note('d'); }
    int32_t release() noexcept override {
        note('r');
        return mReleaseStatus;
    }
    IPluginResource* clone() noexcept override {
        note('c');
        return new Resource(true, mReleaseStatus);
    }

private:
    void note(char event) const { gEvents += static_cast<char>(mIsClone ? event - 'a' + 'A' : event); }

    bool mIsClone;
    int32_t mReleaseStatus;
};

class Uncloneable final : public Resource {
public:
    IPluginResource* clone() noexcept override { return nullptr; }
};

} // namespace

TEST("a clone is kept, counted, and released with the last user") {
    CHECK(gSilent);
    gEvents.clear();
    auto& registry = *getPluginRegistry();
    {
        Resource mine;
        IPluginResource* const shared = registry.acquirePluginResource("k", &mine);
        CHECK(shared != nullptr && shared != &mine);
        Resource another;
        CHECK(registry.acquirePluginResource("k", &another) == shared);
    }
    CHECK_EQUAL(gEvents, "cdd");
    CHECK_EQUAL(registry.releasePluginResource("k"), 0);
    CHECK_EQUAL(gEvents, "cdd");
    CHECK_EQUAL(registry.releasePluginResource("k"), 0);
    CHECK_EQUAL(gEvents, "cddRD");
    CHECK(registry.releasePluginResource("k") != 0);
}

TEST("keys are apart") {
    auto& registry = *getPluginRegistry();
    Resource mine;
    IPluginResource* const a = registry.acquirePluginResource("a", &mine);
    IPluginResource* const b = registry.acquirePluginResource("b", &mine);
    CHECK(a != b);
    CHECK_EQUAL(registry.releasePluginResource("a"), 0);
    CHECK_EQUAL(registry.releasePluginResource("b"), 0);
}

TEST("failures: no clone, release() non-zero, null arguments") {
    auto& registry = *getPluginRegistry();
    Uncloneable uncloneable;
    CHECK(registry.acquirePluginResource("u", &uncloneable) == nullptr);
    CHECK(registry.releasePluginResource("u") != 0);
    Resource failing(false, 7);
    CHECK(registry.acquirePluginResource("f", &failing) != nullptr);
    gEvents.clear();
    CHECK_EQUAL(registry.releasePluginResource("f"), 1);
    CHECK_EQUAL(gEvents, "RD");
    CHECK(registry.acquirePluginResource(nullptr, &failing) == nullptr);
    CHECK(registry.acquirePluginResource("n", nullptr) == nullptr);
    CHECK(registry.releasePluginResource(nullptr) != 0);
}

CHECK_MAIN
