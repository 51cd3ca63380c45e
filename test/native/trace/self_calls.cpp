#include "TracedCreator.h"
#include "WorkbookTrace.h"

#include "check.h"
#include "events.h"
#include "plugins.h"

#include <memory>

using namespace nvinfer1;
using workbook::trace::EventLog;
using workbook::trace::ObjectIdentity;
using workbook::trace::TracedCreatorV3One;

namespace {

//! attachToContext() reports its own clone().
class Reporting final : public plugins::V3<> {
public:
    explicit Reporting(bool returnsIt = true) : mReturnsIt(returnsIt) {}

    IPluginV3* clone() noexcept override { return new Reporting(mReturnsIt); }
    IPluginV3* attachToContext(IPluginResourceContext*) noexcept override {
        void* const call = workbookTraceSelfCallBegin("clone");
        IPluginV3* const copy = clone();
        workbookTraceSelfCallEnd(call, copy);
        if (mReturnsIt) {
            return copy;
        }
        delete copy;
        return nullptr;
    }

private:
    bool mReturnsIt;
};

std::string attach(bool returnsIt) {
    EventLog::instance().reset("");
    plugins::CreatorV3 creator(new Reporting(returnsIt));
    TracedCreatorV3One traced(creator, ObjectIdentity("creator#1", "Fake@2", ""));
    std::unique_ptr<IPluginV3> const plugin(traced.createPlugin("p", nullptr, TensorRTPhase::kRUNTIME));
    auto* const runtime =
        static_cast<IPluginV3OneRuntime*>(plugin->getCapabilityInterface(PluginCapabilityType::kRUNTIME));
    std::unique_ptr<IPluginV3> const attached(runtime->attachToContext(nullptr));
    std::unique_ptr<IPluginV3> const next(plugin->clone());
    std::string text;
    auto const lines = events::calls();
    for (size_t i = 3; i < lines.size(); ++i) { // after createPlugin, construct, getCapabilityInterface
        text += lines[i] + "\n";
    }
    return text;
}

} // namespace

TEST("the object keeps the number that the self call gave it") {
    CHECK_EQUAL(attach(true), "plugin#1 attachToContext {} -> \"plugin#2\"\n"
                              "plugin#1 clone {} -> \"plugin#2\"\n"
                              "plugin#2 construct {} -> null\n"
                              "plugin#1 clone {} -> \"plugin#3\"\n"
                              "plugin#3 construct {} -> null\n");
}

TEST("an object that is not returned is forgotten, though its address may come again") {
    CHECK_EQUAL(attach(false), "plugin#1 attachToContext {} -> null\n"
                               "plugin#1 clone {} -> \"plugin#2\"\n"
                               "plugin#2 construct {} -> null\n"
                               "plugin#1 clone {} -> \"plugin#3\"\n"
                               "plugin#3 construct {} -> null\n");
}

TEST("outside a traced call nothing is recorded") {
    EventLog::instance().reset("");
    void* const call = workbookTraceSelfCallBegin("clone");
    CHECK(call == nullptr);
    workbookTraceSelfCallEnd(call, &call);
    workbookTraceSelfCallEnd(nullptr, nullptr);
    CHECK_EQUAL(events::text(), "");
}

CHECK_MAIN
