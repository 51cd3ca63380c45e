#include "TracedCapabilities.h"

#include "CallRecord.h"
#include "Encode.h"
#include "TracedPluginV3.h"

namespace workbook::trace {

using namespace nvinfer1;

int32_t TracedRuntime::setTactic(int32_t tactic) noexcept {
    CallRecord call(*mState.identity, "setTactic", [&](MessagePackWriter& args) {
        args.map(1);
        args.string("tactic");
        args.integer(tactic);
    });
    return call.number(mReal.setTactic(tactic));
}

int32_t TracedRuntime::onShapeChange(PluginTensorDesc const* in, int32_t nbInputs,
                                     PluginTensorDesc const* out, int32_t nbOutputs) noexcept {
    CallRecord call(*mState.identity, "onShapeChange", [&](MessagePackWriter& args) {
        args.map(2);
        args.string("in");
        encodeList(args, in, nbInputs);
        args.string("out");
        encodeList(args, out, nbOutputs);
    });
    mState.counts = {nbInputs, nbOutputs};
    return call.number(mReal.onShapeChange(in, nbInputs, out, nbOutputs));
}

int32_t TracedRuntime::enqueue(PluginTensorDesc const* inputDesc, PluginTensorDesc const* outputDesc,
                               void const* const* inputs, void* const* outputs, void* workspace,
                               cudaStream_t stream) noexcept {
    CallRecord call(*mState.identity, CallRecord::Prepared{[&]() -> MessagePackWriter const& {
        auto const [nbInputs, nbOutputs] = mState.counts;
        return mEnqueue.encode(*mState.identity, inputDesc, nbInputs, outputDesc, nbOutputs,
                               workspace == nullptr);
    }});
    return call.number(mReal.enqueue(inputDesc, outputDesc, inputs, outputs, workspace, stream));
}

IPluginV3* TracedRuntime::attachToContext(IPluginResourceContext* context) noexcept {
    CallRecord call(*mState.identity, "attachToContext");
    return TracedPluginV3::wrap(mReal.attachToContext(context), call, mState.identity->className(), &mState);
}

PluginFieldCollection const* TracedRuntime::getFieldsToSerialize() noexcept {
    CallRecord call(*mState.identity, "getFieldsToSerialize");
    PluginFieldCollection const* const fields = mReal.getFieldsToSerialize();
    call.result([&](MessagePackWriter& writer) { encode(writer, fields); });
    return fields;
}

} // namespace workbook::trace
