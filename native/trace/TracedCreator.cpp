#include "TracedCreator.h"

#include "CallRecord.h"
#include "Encode.h"
#include "TracedPluginV2.h"
#include "TracedPluginV3.h"

namespace workbook::trace {

using namespace nvinfer1;

PluginFieldCollection const* TracedCreatorV1::getFieldNames() noexcept {
    CallRecord const call(mIdentity, "getFieldNames"); // its result is not recorded
    return mReal.getFieldNames();
}

IPluginV2* TracedCreatorV1::createPlugin(char const* name, PluginFieldCollection const* fields) noexcept {
    CallRecord call(mIdentity, "createPlugin", [&](MessagePackWriter& args) {
        args.map(2);
        args.string("name");
        args.stringOrNil(name);
        args.string("fields");
        encode(args, fields);
    });
    return TracedPluginV2::wrap(mReal.createPlugin(name, fields), call, mIdentity.className(), nullptr);
}

IPluginV2* TracedCreatorV1::deserializePlugin(char const* name, void const* serialData,
                                              size_t serialLength) noexcept {
    CallRecord call(mIdentity, "deserializePlugin", [&](MessagePackWriter& args) {
        args.map(2);
        args.string("name");
        args.stringOrNil(name);
        args.string("length");
        args.integer(static_cast<int64_t>(serialLength));
    });
    return TracedPluginV2::wrap(mReal.deserializePlugin(name, serialData, serialLength), call,
                                mIdentity.className(), nullptr);
}

PluginFieldCollection const* TracedCreatorV3One::getFieldNames() noexcept {
    CallRecord const call(mIdentity, "getFieldNames");
    return mReal.getFieldNames();
}

IPluginV3* TracedCreatorV3One::createPlugin(char const* name, PluginFieldCollection const* fields,
                                            TensorRTPhase phase) noexcept {
    CallRecord call(mIdentity, "createPlugin", [&](MessagePackWriter& args) {
        args.map(3);
        args.string("name");
        args.stringOrNil(name);
        args.string("fields");
        encode(args, fields);
        args.string("phase");
        encode(args, phase);
    });
    return TracedPluginV3::wrap(mReal.createPlugin(name, fields, phase), call, mIdentity.className(),
                                nullptr);
}

} // namespace workbook::trace
