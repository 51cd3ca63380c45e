#pragma once

#include "Invocation.h"
#include "PluginV2.h"
#include "PluginV3.h"
#include "Reformat.h"

#include <vector>

namespace workbook::binding {

//! `new Program()`: layers in a row that one call runs on a stream. Nothing is converted, looked up or
//! allocated while it runs.
class Program final : public Napi::ObjectWrap<Program> {
public:
    static napi_type_tag const kTYPE_TAG;
    static Napi::Function define(Napi::Env env);

    explicit Program(Napi::CallbackInfo const& info);

private:
    //! A plugin with its invocation, or a reformat.
    struct Step {
        trace::TracedPluginV2* v2{nullptr};
        PluginV3Handle v3Handle; //!< empty of a plugin once that is destroyed
        PluginV2::Handle v2Handle;
        Invocation* invocation{nullptr};
        Reformat* reformat{nullptr};
        Napi::ObjectReference kept; //!< the invocation or reformat, so that it is not collected
    };
    //! A part of the program, as run() and runTimed() get it.
    struct Range {
        size_t begin;
        size_t end;
    };
    class Running;

    Napi::Value addEnqueue(Napi::CallbackInfo const& info);
    Napi::Value addReformat(Napi::CallbackInfo const& info);
    Napi::Value size(Napi::CallbackInfo const& info);
    Napi::Value clear(Napi::CallbackInfo const& info);
    Napi::Value run(Napi::CallbackInfo const& info);
    Napi::Value runTimed(Napi::CallbackInfo const& info);
    Napi::Value lastResult(Napi::CallbackInfo const& info);

    Napi::Value add(Napi::Env env, Step step);
    Range toRange(Napi::Value begin, Napi::Value end, Where const& where) const;
    void checkIdle(Napi::Env env, char const* method) const;
    int32_t runStep(Napi::Env env, size_t index, cudaStream_t stream);
    void checkStep(Napi::Env env, size_t index) const;
    void checkAddresses(Napi::Env env) const;

    std::vector<Step> mSteps;
    std::vector<double> mTimes; //!< runTimed()'s, one a step
    bool mChecked{false};       //!< that every address is live
    uint64_t mCheckedAt{0};     //!< DeviceAllocation::freedCount() then
    bool mRunning{false};
    int32_t mLastResult{0};
};

} // namespace workbook::binding
