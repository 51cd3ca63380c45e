#include "TracedCapabilities.h"

#include "CallRecord.h"
#include "Encode.h"

#include <algorithm>

namespace workbook::trace {

using namespace nvinfer1;

namespace {

void encodeInOut(MessagePackWriter& args, DynamicPluginTensorDesc const* in, int32_t nbInputs,
                 DynamicPluginTensorDesc const* out, int32_t nbOutputs) {
    args.map(2);
    args.string("in");
    encodeList(args, in, nbInputs);
    args.string("out");
    encodeList(args, out, nbOutputs);
}

} // namespace

int32_t TracedBuild::configurePlugin(DynamicPluginTensorDesc const* in, int32_t nbInputs,
                                     DynamicPluginTensorDesc const* out, int32_t nbOutputs) noexcept {
    CallRecord call(*mState.identity, "configurePlugin",
                    [&](MessagePackWriter& args) { encodeInOut(args, in, nbInputs, out, nbOutputs); });
    mState.counts = {nbInputs, nbOutputs};
    return call.number(mReal.configurePlugin(in, nbInputs, out, nbOutputs));
}

int32_t TracedBuild::getOutputDataTypes(DataType* outputTypes, int32_t nbOutputs, DataType const* inputTypes,
                                        int32_t nbInputs) const noexcept {
    CallRecord call(*mState.identity, "getOutputDataTypes", [&](MessagePackWriter& args) {
        args.map(2);
        args.string("inputTypes");
        encodeList(args, inputTypes, nbInputs);
        args.string("nbOutputs");
        args.integer(nbOutputs);
    });
    int32_t const status = mReal.getOutputDataTypes(outputTypes, nbOutputs, inputTypes, nbInputs);
    // The recordings show the types also where the call failed.
    call.result([&](MessagePackWriter& writer) { encodeList(writer, outputTypes, nbOutputs); });
    return status;
}

int32_t TracedBuild::getOutputShapes(DimsExprs const* inputs, int32_t nbInputs, DimsExprs const* shapeInputs,
                                     int32_t nbShapeInputs, DimsExprs* outputs, int32_t nbOutputs,
                                     IExprBuilder& exprBuilder) noexcept {
    CallRecord call(*mState.identity, "getOutputShapes", [&](MessagePackWriter& args) {
        args.map(3);
        args.string("inputs");
        encodeList(args, inputs, nbInputs);
        args.string("shapeInputs");
        encodeList(args, shapeInputs, nbShapeInputs);
        args.string("nbOutputs");
        args.integer(nbOutputs);
    });
    std::fill_n(outputs, std::max(nbOutputs, 0), DimsExprs{}); // what a failing call leaves can be read
    int32_t const status =
        mReal.getOutputShapes(inputs, nbInputs, shapeInputs, nbShapeInputs, outputs, nbOutputs, exprBuilder);
    call.result([&](MessagePackWriter& writer) {
        encodeList(writer, outputs, nbOutputs, [&](MessagePackWriter& w, DimsExprs const& dims) {
            encodeReturned(w, dims, exprBuilder);
        });
    });
    return status;
}

bool TracedBuild::supportsFormatCombination(int32_t pos, DynamicPluginTensorDesc const* inOut,
                                            int32_t nbInputs, int32_t nbOutputs) noexcept {
    CallRecord call(*mState.identity, "supportsFormatCombination", [&](MessagePackWriter& args) {
        args.map(4);
        args.string("pos");
        args.integer(pos);
        args.string("inOut");
        encodeList(args, inOut, pos + 1, [](MessagePackWriter& w, DynamicPluginTensorDesc const& desc) {
            encodeTypeAndFormat(w, desc.desc);
        });
        args.string("nbInputs");
        args.integer(nbInputs);
        args.string("nbOutputs");
        args.integer(nbOutputs);
    });
    return call.boolean(mReal.supportsFormatCombination(pos, inOut, nbInputs, nbOutputs));
}

int32_t TracedBuild::getNbOutputs() const noexcept {
    CallRecord call(*mState.identity, "getNbOutputs");
    return call.number(mReal.getNbOutputs());
}

size_t TracedBuild::getWorkspaceSize(DynamicPluginTensorDesc const* inputs, int32_t nbInputs,
                                     DynamicPluginTensorDesc const* outputs,
                                     int32_t nbOutputs) const noexcept {
    CallRecord call(*mState.identity, "getWorkspaceSize", [&](MessagePackWriter& args) {
        encodeInOut(args, inputs, nbInputs, outputs, nbOutputs);
    });
    return call.number(mReal.getWorkspaceSize(inputs, nbInputs, outputs, nbOutputs));
}

int32_t TracedBuild::getValidTactics(int32_t* tactics, int32_t nbTactics) noexcept {
    CallRecord call(*mState.identity, "getValidTactics", [&](MessagePackWriter& args) {
        args.map(1);
        args.string("nbTactics");
        args.integer(nbTactics);
    });
    int32_t const status = mReal.getValidTactics(tactics, nbTactics);
    call.result([&](MessagePackWriter& writer) { encodeList(writer, tactics, nbTactics); });
    return status;
}

int32_t TracedBuild::getNbTactics() noexcept {
    CallRecord call(*mState.identity, "getNbTactics");
    return call.number(mReal.getNbTactics());
}

char const* TracedBuild::getTimingCacheID() noexcept {
    CallRecord call(*mState.identity, "getTimingCacheID");
    return call.text(mReal.getTimingCacheID());
}

int32_t TracedBuild::getFormatCombinationLimit() noexcept {
    CallRecord call(*mState.identity, "getFormatCombinationLimit");
    return call.number(mReal.getFormatCombinationLimit());
}

char const* TracedBuild::getMetadataString() noexcept {
    CallRecord call(*mState.identity, "getMetadataString");
    return call.text(mReal.getMetadataString());
}

int32_t TracedBuild::getAliasedInput(int32_t outputIndex) noexcept {
    if (mReal.getInterfaceInfo().major < 2) {
        return -1; // the real object has no such method
    }
    CallRecord call(*mState.identity, "getAliasedInput", [&](MessagePackWriter& args) {
        args.map(1);
        args.string("outputIndex");
        args.integer(outputIndex);
    });
    return call.number(static_cast<IPluginV3OneBuildV2&>(mReal).getAliasedInput(outputIndex));
}

} // namespace workbook::trace
