#pragma once

#include "Export.h"
#include "NvInferRuntime.h"
#include "TracedCapabilities.h"

#include <array>
#include <memory>
#include <string>

namespace workbook::trace {

class CallRecord;

//! An IPluginV3 that forwards every call to the plugin it owns and records it. clone(), and attachToContext()
//! of the runtime capability, return wrappers too.
class WORKBOOK_EXPORT TracedPluginV3 final : public nvinfer1::IPluginV3 {
public:
    //! Wraps what `call` returned; a null pointer stays one.
    //! \param clonedFrom The wrapper that cloned it, whose configured counts it inherits; nullptr for a
    //! creator's.
    static nvinfer1::IPluginV3* wrap(nvinfer1::IPluginV3* real, CallRecord& call,
                                     std::string const& className, TracedState const* clonedFrom);

    //! `delete plugin`: recorded as destruct.
    ~TracedPluginV3() noexcept override;

    ObjectIdentity const& identity() const { return *mState.identity; }

    nvinfer1::APILanguage getAPILanguage() const noexcept override { return mReal->getAPILanguage(); }
    nvinfer1::InterfaceInfo getInterfaceInfo() const noexcept override { return mReal->getInterfaceInfo(); }
    nvinfer1::IPluginCapability*
    getCapabilityInterface(nvinfer1::PluginCapabilityType type) noexcept override;
    nvinfer1::IPluginV3* clone() noexcept override;

private:
    TracedPluginV3(nvinfer1::IPluginV3& real, TracedState state);
    MessagePackWriter const& capabilityCall(nvinfer1::PluginCapabilityType type);

    std::unique_ptr<nvinfer1::IPluginV3> mReal;
    TracedState mState;
    //! getCapabilityInterface() as the trace writes it, by type, encoded when first called: it is called
    //! before every enqueue.
    std::array<MessagePackWriter, 3> mCapabilityCalls;
    MessagePackWriter mUnknownCapabilityCall;
    std::unique_ptr<TracedCore> mCore;
    std::unique_ptr<TracedBuild> mBuild;
    std::unique_ptr<TracedRuntime> mRuntime;
};

} // namespace workbook::trace
