/// What both plugin generations share (fields) and the roots of the third: plugin, capability, creator,
/// resource.
#ifndef NV_INFER_PLUGIN_BASE_H
#define NV_INFER_PLUGIN_BASE_H

#include "NvInferRuntimeBase.h"

namespace nvinfer1 {

/// The type of a PluginField's elements.
enum class PluginFieldType : int32_t {
    kFLOAT16 = 0,
    kFLOAT32 = 1,
    kFLOAT64 = 2,
    kINT8 = 3,
    kINT16 = 4,
    kINT32 = 5,
    kCHAR = 6,
    kDIMS = 7,    ///< Elements are nvinfer1::Dims.
    kUNKNOWN = 8, ///< Raw bytes; `length` counts bytes.
    kBF16 = 9,
    kINT64 = 10,
    kFP8 = 11,
    kINT4 = 12,
    kFP4 = 13,
};

/// A named attribute of a plugin: a label beside `length` elements of `type`. It owns neither its name nor
/// its data.
///
/// In getFieldNames() the name and the declared type mean something and data is null. In createPlugin() the
/// data is the caller's, valid for the call. From getFieldsToSerialize() it is the plugin's, valid until the
/// next such call.
class PluginField {
public:
    AsciiChar const* name;
    void const* data;
    PluginFieldType type;
    int32_t length;

    PluginField(AsciiChar const* const name_ = nullptr, void const* const data_ = nullptr,
                PluginFieldType const type_ = PluginFieldType::kUNKNOWN, int32_t const length_ = 0) noexcept
        : name(name_), data(data_), type(type_), length(length_) {}
};

/// `nbFields` fields at `fields`.
struct PluginFieldCollection {
    int32_t nbFields{};
    PluginField const* fields{};
};

/// For what IPluginCreatorV3One::createPlugin() is asked: to build a network, or to run an engine that was
/// read back.
enum class TensorRTPhase : int32_t {
    kBUILD = 0,  ///< Fields are the caller's or the parser's; whoever called deletes the plugin.
    kRUNTIME = 1 ///< Fields are what getFieldsToSerialize() returned; TensorRT deletes the plugin.
};

/// Which of its interfaces IPluginV3::getCapabilityInterface() is asked for.
enum class PluginCapabilityType : int32_t {
    kCORE = 0,   ///< IPluginV3OneCore: names.
    kBUILD = 1,  ///< IPluginV3OneBuild: shapes, types, formats, tactics.
    kRUNTIME = 2 ///< IPluginV3OneRuntime: execution and serialisation.
};

namespace v_1_0 {

/// The base of the interfaces that a PluginCapabilityType stands for.
class IPluginCapability : public IVersionedInterface {};

/// Something plugins share through the registry, e.g. a table on the device, held by key and counted.
class IPluginResource : public IVersionedInterface {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override {
        return InterfaceInfo{"IPluginResource", 1, 0};
    }

    /// Frees what clone() acquired. Called on clones only, when the last user of the key has gone. 0 is
    /// success.
    virtual int32_t release() noexcept = 0;

    /// The object that the registry keeps: fully initialised, with the resource acquired; nullptr on failure.
    virtual IPluginResource* clone() noexcept = 0;

    ~IPluginResource() noexcept override = default;

    IPluginResource() = default;
    IPluginResource(IPluginResource const&) = default;
    IPluginResource(IPluginResource&&) = default;
    IPluginResource& operator=(IPluginResource const&) & = default;
    IPluginResource& operator=(IPluginResource&&) & = default;
};

/// The base of every plugin creator. getInterfaceInfo().kind tells them apart.
class IPluginCreatorInterface : public IVersionedInterface {
public:
    ~IPluginCreatorInterface() noexcept override = default;

protected:
    IPluginCreatorInterface() = default;
    IPluginCreatorInterface(IPluginCreatorInterface const&) = default;
    IPluginCreatorInterface(IPluginCreatorInterface&&) = default;
    IPluginCreatorInterface& operator=(IPluginCreatorInterface const&) & = default;
    IPluginCreatorInterface& operator=(IPluginCreatorInterface&&) & = default;
};

/// A plugin of the third generation: an object that hands out its capabilities. It is freed with `delete`.
class IPluginV3 : public IVersionedInterface {
public:
    InterfaceInfo getInterfaceInfo() const noexcept override { return InterfaceInfo{"PLUGIN", 1, 0}; }

    /// The interface for `type`, the same object or a part of it, alive as long as the plugin. kBUILD may be
    /// null in a plugin that was created for TensorRTPhase::kRUNTIME; the other two never.
    virtual IPluginCapability* getCapabilityInterface(PluginCapabilityType type) noexcept = 0;

    /// A full copy in the same state, which the caller owns; nullptr on failure.
    virtual IPluginV3* clone() noexcept = 0;
};

} // namespace v_1_0

using IPluginResource = v_1_0::IPluginResource;
using IPluginCreatorInterface = v_1_0::IPluginCreatorInterface;
using IPluginV3 = v_1_0::IPluginV3;
using IPluginCapability = v_1_0::IPluginCapability;

} // namespace nvinfer1

#endif // NV_INFER_PLUGIN_BASE_H
