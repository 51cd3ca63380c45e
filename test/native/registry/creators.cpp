// Expectations marked (10.6) were seen by calling TensorRT 10.6.0's registry on a CPU.
#include "GlobalLogger.h"
#include "NvInferRuntime.h"
#include "PluginRegistry.h"

#include "check.h"

#include <string>

using namespace nvinfer1;

namespace {

class LastMessage final : public ILogger {
public:
    std::string text;
    void log(Severity, char const* message) noexcept override { text = message; }
};

LastMessage gLog;
bool const gLogSet = (workbook::registry::setLogger(&gLog), true);

class V1 : public IPluginCreator {
public:
    V1(char const* name, char const* version, char const* nameSpace = "")
        : name(name), version(version), nameSpace(nameSpace) {}
    char const* getPluginName() const noexcept override { return name; }
    char const* getPluginVersion() const noexcept override { return version; }
    PluginFieldCollection const* getFieldNames() noexcept override { return nullptr; }
    IPluginV2* createPlugin(char const*, PluginFieldCollection const*) noexcept override { return nullptr; }
    IPluginV2* deserializePlugin(char const*, void const*, size_t) noexcept override { return nullptr; }
    void setPluginNamespace(char const*) noexcept override { ++namespacesSet; }
    char const* getPluginNamespace() const noexcept override { return nameSpace; }

    char const* name;
    char const* version;
    char const* nameSpace;
    int namespacesSet{0};
};

class V3 : public IPluginCreatorV3One {
public:
    V3(char const* name, char const* version, char const* nameSpace = "")
        : name(name), version(version), nameSpace(nameSpace) {}
    IPluginV3* createPlugin(char const*, PluginFieldCollection const*, TensorRTPhase) noexcept override {
        return nullptr;
    }
    PluginFieldCollection const* getFieldNames() noexcept override { return nullptr; }
    char const* getPluginName() const noexcept override { return name; }
    char const* getPluginVersion() const noexcept override { return version; }
    char const* getPluginNamespace() const noexcept override { return nameSpace; }

    char const* name;
    char const* version;
    char const* nameSpace;
};

//! Deregisters on leaving the scope.
class Registered {
public:
    Registered(IPluginCreatorInterface& creator, char const* nameSpace)
        : ok(getPluginRegistry()->registerCreator(creator, nameSpace)), mCreator(creator) {}
    ~Registered() {
        if (ok) {
            getPluginRegistry()->deregisterCreator(mCreator);
        }
    }
    bool const ok;

private:
    IPluginCreatorInterface& mCreator;
};

int32_t count() {
    int32_t n = -1;
    getPluginRegistry()->getAllCreators(&n);
    return n;
}

} // namespace

TEST("an empty registry: null lists, zero creators") {
    CHECK(gLogSet);
    int32_t n = -1;
    CHECK(getPluginRegistry()->getAllCreators(&n) == nullptr);
    CHECK_EQUAL(n, 0);
    CHECK(getPluginRegistry()->getPluginCreatorList(&n) == nullptr);
    CHECK(getPluginRegistry()->getAllCreatorsRecursive(&n) == nullptr);
    CHECK(getPluginRegistry()->getAllCreators(nullptr) == nullptr);
    CHECK_EQUAL(getInferLibVersion(), NV_TENSORRT_VERSION);
    CHECK(getLogger() != nullptr);
}

TEST("a creator is found by name, version and namespace") {
    V1 a("A", "1");
    V1 a2("A", "2");
    V3 spaced("A", "1", "own");
    Registered const first(a, ""), second(a2, ""), third(spaced, "own");
    CHECK(first.ok && second.ok && third.ok);
    auto& registry = *getPluginRegistry();
    CHECK(registry.getCreator("A", "1", "") == &a);
    CHECK(registry.getCreator("A", "2", "") == &a2);
    CHECK(registry.getCreator("A", "1", "own") == &spaced);
    CHECK(registry.getPluginCreator("A", "1", "") == &a);
    CHECK_EQUAL(a.namespacesSet, 0); // (10.6)
}

TEST("both kinds are listed, V3 first (10.6)") {
    V1 a("A", "1");
    V3 b("B", "1");
    Registered const first(a, ""), second(b, "");
    int32_t n = 0;
    IPluginCreatorInterface* const* const all = getPluginRegistry()->getAllCreators(&n);
    CHECK_EQUAL(n, 2);
    CHECK(all[0] == &b && all[1] == &a);
    IPluginCreator* const* const v1 = getPluginRegistry()->getPluginCreatorList(&n);
    CHECK_EQUAL(n, 1);
    CHECK(v1[0] == &a);
    auto const registrations = workbook::registry::PluginRegistry::instance().registrations();
    CHECK(registrations.size() == 2 && registrations[0].creator == &a);
}

TEST("a duplicate is refused (10.6)") {
    V1 a("A", "1");
    V1 same("A", "1");
    V3 sameV3("A", "1");
    Registered const first(a, "");
    CHECK(!Registered(a, "").ok);
    CHECK(!Registered(same, "").ok);
    CHECK(!Registered(same, "ns").ok);
    CHECK(!Registered(sameV3, "").ok);
    CHECK(gLog.text.find("plugin creator of A exists already.") != std::string::npos);
    CHECK_EQUAL(count(), 1);
}

TEST("a missing creator: TensorRT's message (10.6)") {
    CHECK(getPluginRegistry()->getCreator("Nope", "1", "") == nullptr);
    CHECK_EQUAL(gLog.text,
                "IPluginRegistry::getCreator: Error Code 4: API Usage Error (Cannot find plugin: Nope, "
                "version: 1, namespace:.)");
    CHECK(getPluginRegistry()->getPluginCreator("Nope", "1", "zz") == nullptr);
    CHECK_EQUAL(gLog.text,
                "IPluginRegistry::getPluginCreator: Error Code 4: API Usage Error (Cannot find plugin: "
                "Nopezz, version: 1, namespace:zz.)");
}

TEST("a V3 creator is not an IPluginCreator (10.6)") {
    V3 b("B", "1");
    Registered const registered(b, "");
    CHECK(getPluginRegistry()->getPluginCreator("B", "1", "") == nullptr);
    CHECK(gLog.text.find("but it is not of type IPluginCreator.") != std::string::npos);
}

TEST("a namespace other than the creator's own makes it unfindable (10.6), with a warning of ours") {
    V1 a("A", "1");
    Registered const registered(a, "q");
    CHECK(registered.ok);
    CHECK(gLog.text.find("getCreator will not find it") != std::string::npos);
    CHECK(getPluginRegistry()->getCreator("A", "1", "") == nullptr);
    CHECK(getPluginRegistry()->getCreator("A", "1", "q") == nullptr);
    CHECK_EQUAL(gLog.text,
                "IPluginRegistry::getCreator: Error Code 4: API Usage Error (The plugin Aq found is in "
                "namespace: , not in namespace: q.)");
    a.nameSpace = "q";
    CHECK(getPluginRegistry()->getCreator("A", "1", "q") == &a);
}

TEST("null arguments are refused") {
    V1 a("A", "1");
    V1 nameless(nullptr, "1");
    CHECK(!Registered(a, nullptr).ok);
    CHECK(!Registered(nameless, "").ok);
    CHECK(getPluginRegistry()->getCreator(nullptr, "1", "") == nullptr);
    CHECK(getPluginRegistry()->getCreator("A", nullptr, "") == nullptr);
    CHECK(getPluginRegistry()->getCreator("A", "1", nullptr) == nullptr);
    CHECK_EQUAL(count(), 0);
}

TEST("deregistering") {
    V1 a("A", "1");
    CHECK(!getPluginRegistry()->deregisterCreator(static_cast<IPluginCreator const&>(a)));
    CHECK(getPluginRegistry()->registerCreator(static_cast<IPluginCreator&>(a), ""));
    CHECK(getPluginRegistry()->deregisterCreator(static_cast<IPluginCreator const&>(a)));
    CHECK(!getPluginRegistry()->deregisterCreator(static_cast<IPluginCreatorInterface const&>(a)));
    CHECK_EQUAL(count(), 0);
}

TEST("the error recorder is told") {
    class Recorder final : public IErrorRecorder {
    public:
        int32_t getNbErrors() const noexcept override { return 0; }
        ErrorCode getErrorCode(int32_t) const noexcept override { return ErrorCode::kSUCCESS; }
        ErrorDesc getErrorDesc(int32_t) const noexcept override { return ""; }
        bool hasOverflowed() const noexcept override { return false; }
        void clear() noexcept override {}
        bool reportError(ErrorCode code, ErrorDesc) noexcept override {
            last = code;
            return true;
        }
        RefCount incRefCount() noexcept override { return ++references; }
        RefCount decRefCount() noexcept override { return --references; }

        ErrorCode last{ErrorCode::kSUCCESS};
        RefCount references{0};
    };
    Recorder recorder;
    getPluginRegistry()->setErrorRecorder(&recorder);
    CHECK(getPluginRegistry()->getErrorRecorder() == &recorder);
    CHECK_EQUAL(recorder.references, 1);
    getPluginRegistry()->getCreator("Nope", "1", "");
    CHECK(recorder.last == ErrorCode::kINVALID_CONFIG);
    getPluginRegistry()->setErrorRecorder(nullptr);
    CHECK_EQUAL(recorder.references, 0);
}

TEST("the parent search flag is kept") {
    CHECK(getPluginRegistry()->isParentSearchEnabled());
    getPluginRegistry()->setParentSearchEnabled(false);
    CHECK(!getPluginRegistry()->isParentSearchEnabled());
    getPluginRegistry()->setParentSearchEnabled(true);
}

CHECK_MAIN
