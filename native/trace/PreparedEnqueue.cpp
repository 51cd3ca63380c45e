#include "PreparedEnqueue.h"

#include "Encode.h"

#include <cstring>

namespace workbook::trace {
namespace {

using nvinfer1::PluginTensorDesc;

//! As encodeList() counts.
size_t shownCount(PluginTensorDesc const* descs, int32_t count) {
    return descs != nullptr && count > 0 ? static_cast<size_t>(count) : 0;
}

bool isSameList(std::vector<PluginTensorDesc> const& kept, PluginTensorDesc const* descs, int32_t count) {
    size_t const shown = shownCount(descs, count);
    // Bytes that mean nothing may differ: then it is encoded once more than needed.
    return kept.size() == shown &&
           (shown == 0 || std::memcmp(kept.data(), descs, shown * sizeof(PluginTensorDesc)) == 0);
}

//! Bytewise, padding included, for the comparison.
void keep(std::vector<PluginTensorDesc>& kept, PluginTensorDesc const* descs, int32_t count) {
    size_t const shown = shownCount(descs, count);
    kept.resize(shown);
    if (shown > 0) {
        std::memcpy(static_cast<void*>(kept.data()), descs, shown * sizeof(PluginTensorDesc));
    }
}

} // namespace

bool PreparedEnqueue::isSame(PluginTensorDesc const* in, int32_t nbInputs, PluginTensorDesc const* out,
                             int32_t nbOutputs, bool workspaceNull) const noexcept {
    return mEncoded.size() > 0 && mWorkspaceNull == workspaceNull && isSameList(mInputs, in, nbInputs) &&
           isSameList(mOutputs, out, nbOutputs);
}

MessagePackWriter const& PreparedEnqueue::encode(ObjectIdentity const& object, PluginTensorDesc const* in,
                                                 int32_t nbInputs, PluginTensorDesc const* out,
                                                 int32_t nbOutputs, bool workspaceNull) {
    if (isSame(in, nbInputs, out, nbOutputs, workspaceNull)) {
        return mEncoded;
    }
    mEncoded.clear();
    object.encodeCall(mEncoded, "enqueue");
    mEncoded.map(3);
    mEncoded.string("in");
    encodeList(mEncoded, in, nbInputs);
    mEncoded.string("out");
    encodeList(mEncoded, out, nbOutputs);
    mEncoded.string("workspaceNull");
    mEncoded.boolean(workspaceNull);
    keep(mInputs, in, nbInputs);
    keep(mOutputs, out, nbOutputs);
    mWorkspaceNull = workspaceNull;
    return mEncoded;
}

} // namespace workbook::trace
