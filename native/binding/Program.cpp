#include "Program.h"

#include "PluginV3Capabilities.h"
#include "Stream.h"

#include <algorithm>
#include <chrono>

namespace workbook::binding {

using namespace nvinfer1;

namespace {

constexpr size_t kMOST_STEPS = 1 << 20;

Napi::Value fromStep(Napi::Env env, size_t index) { return fromSize(env, index); }

} // namespace

//! While one lives the program must not change: a plugin's log message may call JavaScript.
class Program::Running {
public:
    explicit Running(bool& running) : mRunning(running) { mRunning = true; }
    ~Running() { mRunning = false; }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

private:
    bool& mRunning;
};

napi_type_tag const Program::kTYPE_TAG = typeTag(16);

Napi::Function Program::define(Napi::Env env) {
    return DefineClass(env, "Program",
                       {InstanceMethod<&Program::addEnqueue>("addEnqueue"),
                        InstanceMethod<&Program::addReformat>("addReformat"),
                        InstanceMethod<&Program::size>("size"), InstanceMethod<&Program::clear>("clear"),
                        InstanceMethod<&Program::run>("run"), InstanceMethod<&Program::runTimed>("runTimed"),
                        InstanceMethod<&Program::lastResult>("lastResult")});
}

Program::Program(Napi::CallbackInfo const& info) : ObjectWrap(info) {
    info.This().As<Napi::Object>().TypeTag(&kTYPE_TAG);
}

void Program::checkIdle(Napi::Env env, char const* method) const {
    if (mRunning) {
        throwError(env, "PROGRAM_RUNNING", std::string("Cannot call ") + method + ": the program is running");
    }
}

Napi::Value Program::add(Napi::Env env, Step step) {
    if (mSteps.size() == kMOST_STEPS) {
        throwError(env, "PROGRAM_FULL", "Cannot add a step: the program has " + std::to_string(kMOST_STEPS));
    }
    mSteps.push_back(std::move(step));
    mTimes.push_back(0);
    mChecked = false;
    return fromStep(env, mSteps.size() - 1);
}

Napi::Value Program::addEnqueue(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("addEnqueue");
    checkIdle(env, "addEnqueue");
    Step step;
    if (auto* const plugin = unwrapIf<PluginV3>(info[0])) {
        plugin->handle()->live(env, "addEnqueue");
        step.v3Handle = plugin->handle();
    } else if (auto* const plugin = unwrapIf<PluginV2>(info[0])) {
        step.v2 = &plugin->handle()->live(env, "addEnqueue");
        step.v2Handle = plugin->handle();
    } else {
        throwArgument(Where(where, "plugin"), "a PluginV2 or PluginV3", info[0]);
    }
    step.invocation = &toInvocation(info[1], Where(where, "invocation"));
    step.kept = Napi::Persistent(info[1].As<Napi::Object>());
    return add(env, std::move(step));
}

Napi::Value Program::addReformat(Napi::CallbackInfo const& info) {
    Where const where("addReformat");
    checkIdle(info.Env(), "addReformat");
    Step step;
    step.reformat = &toReformat(info[0], Where(where, "reformat"));
    step.kept = Napi::Persistent(info[0].As<Napi::Object>());
    return add(info.Env(), std::move(step));
}

Napi::Value Program::size(Napi::CallbackInfo const& info) { return fromSize(info.Env(), mSteps.size()); }

Napi::Value Program::clear(Napi::CallbackInfo const& info) {
    checkIdle(info.Env(), "clear");
    mSteps.clear();
    mTimes.clear();
    return info.Env().Undefined();
}

Napi::Value Program::lastResult(Napi::CallbackInfo const& info) {
    return Napi::Number::New(info.Env(), mLastResult);
}

Program::Range Program::toRange(Napi::Value begin, Napi::Value end, Where const& where) const {
    auto const count = static_cast<int64_t>(mSteps.size());
    int64_t const first = begin.IsUndefined() ? 0 : toInteger(begin, Where(where, "begin"), 0, count);
    int64_t const last = end.IsUndefined() ? count : toInteger(end, Where(where, "end"), first, count);
    return {static_cast<size_t>(first), static_cast<size_t>(last)};
}

void Program::checkAddresses(Napi::Env env) const {
    for (size_t i = 0; i < mSteps.size(); ++i) {
        if (mSteps[i].invocation == nullptr) {
            continue; // a reformat checks its own
        }
        std::string const freed = mSteps[i].invocation->freedAddress();
        if (!freed.empty()) {
            throwError(env, "OBJECT_DESTROYED",
                       "Cannot run step " + std::to_string(i) + ": the device buffer of " + freed +
                           " has been freed");
        }
    }
}

void Program::checkStep(Napi::Env env, size_t index) const {
    Step const& step = mSteps[index];
    bool const isV3 = step.v3Handle != nullptr;
    bool const destroyed =
        isV3 ? step.v3Handle->plugin == nullptr : step.v2 != nullptr && step.v2Handle->plugin == nullptr;
    if (destroyed) {
        std::string const& id = isV3 ? step.v3Handle->id : step.v2Handle->id;
        std::string const& className = isV3 ? step.v3Handle->className : step.v2Handle->className;
        throwError(env, "OBJECT_DESTROYED",
                   "Cannot run step " + std::to_string(index) + ": " + id + " " + className +
                       " has been destroyed");
    }
}

int32_t Program::runStep(Napi::Env env, size_t index, cudaStream_t stream) {
    Step& step = mSteps[index];
    if (step.reformat != nullptr) {
        return step.reformat->enqueue(env, stream);
    }
    // Freed buffers are looked for only where some buffer of the process was freed since the last time.
    if (!mChecked || DeviceAllocation::freedCount() != mCheckedAt) {
        mChecked = false;
        uint64_t const freed = DeviceAllocation::freedCount();
        checkAddresses(env);
        mCheckedAt = freed;
        mChecked = true;
    }
    checkStep(env, index);
    Invocation const& call = *step.invocation;
    if (step.v3Handle != nullptr) {
        // TensorRT 10.6 asks for the interface at every enqueue (recordings/v3-single.jsonl).
        IPluginCapability* const runtime =
            step.v3Handle->plugin->getCapabilityInterface(PluginCapabilityType::kRUNTIME);
        if (runtime == nullptr) {
            throwError(env, "CAPABILITY_MISSING",
                       "Cannot run step " + std::to_string(index) + ": the kRUNTIME capability of " +
                           step.v3Handle->id + " is null");
        }
        return static_cast<IPluginV3OneRuntime*>(runtime)->enqueue(
            call.inputDescs(), call.outputDescs(), call.inputs(), call.outputs(), call.workspace(), stream);
    }
    return step.v2->enqueue(call.inputDescs(), call.outputDescs(), call.inputs(), call.outputs(),
                            call.workspace(), stream);
}

Napi::Value Program::run(Napi::CallbackInfo const& info) {
    Napi::Env const env = info.Env();
    Where const where("run");
    checkIdle(env, "run");
    cudaStream_t const stream = toStream(info[0], Where(where, "stream")).handle(env, "run");
    Range const range = toRange(info[1], info[2], where);
    Running const running(mRunning);
    for (size_t i = range.begin; i < range.end; ++i) {
        mLastResult = runStep(env, i, stream);
        if (mLastResult != 0) {
            return fromStep(env, i);
        }
    }
    return Napi::Number::New(env, -1);
}

Napi::Value Program::runTimed(Napi::CallbackInfo const& info) {
    using Clock = std::chrono::steady_clock;
    Napi::Env const env = info.Env();
    Where const where("runTimed");
    checkIdle(env, "runTimed");
    cudaStream_t const stream = toStream(info[0], Where(where, "stream")).handle(env, "runTimed");
    if (!info[1].IsTypedArray() || info[1].As<Napi::TypedArray>().TypedArrayType() != napi_float64_array ||
        info[1].As<Napi::TypedArray>().ElementLength() < mSteps.size()) {
        throwArgument(Where(where, "times"),
                      "a Float64Array of at least " + std::to_string(mSteps.size()) + " elements", info[1]);
    }
    Range const range = toRange(info[2], info[3], where);
    Running const running(mRunning);
    checkCuda(env, cudaStreamSynchronize(stream), "cudaStreamSynchronize");
    size_t done = range.begin;
    Clock::time_point before = Clock::now();
    for (mLastResult = 0; done < range.end && mLastResult == 0; ++done) {
        mLastResult = runStep(env, done, stream);
        checkCuda(env, cudaStreamSynchronize(stream), "cudaStreamSynchronize");
        Clock::time_point const after = Clock::now();
        mTimes[done] = std::chrono::duration<double, std::milli>(after - before).count();
        before = after;
    }
    // Looked up only now: JavaScript that ran meanwhile may have detached it.
    Bytes const times = toBytes(info[1], Where(where, "times"));
    size_t const room = times.size / sizeof(double);
    for (size_t i = range.begin; i < done && i < room; ++i) {
        reinterpret_cast<double*>(times.data)[i] = mTimes[i];
    }
    return mLastResult == 0 ? Napi::Number::New(env, -1) : fromStep(env, done - 1);
}

} // namespace workbook::binding
