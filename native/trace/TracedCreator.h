#pragma once

#include "Export.h"
#include "NvInferRuntime.h"
#include "ObjectIdentity.h"

#include <memory>
#include <string>

namespace workbook::trace {

//! An IPluginCreator that forwards every call and records createPlugin, deserializePlugin and getFieldNames.
//! What it creates is wrapped. The real creator is not owned.
class WORKBOOK_EXPORT TracedCreatorV1 final : public nvinfer1::IPluginCreator {
public:
    TracedCreatorV1(nvinfer1::IPluginCreator& real, ObjectIdentity identity)
        : mReal(real), mIdentity(std::move(identity)) {}

    ObjectIdentity const& identity() const { return mIdentity; }

    nvinfer1::APILanguage getAPILanguage() const noexcept override { return mReal.getAPILanguage(); }
    nvinfer1::InterfaceInfo getInterfaceInfo() const noexcept override { return mReal.getInterfaceInfo(); }
    char const* getPluginName() const noexcept override { return mReal.getPluginName(); }
    char const* getPluginVersion() const noexcept override { return mReal.getPluginVersion(); }
    char const* getPluginNamespace() const noexcept override { return mReal.getPluginNamespace(); }
    void setPluginNamespace(char const* pluginNamespace) noexcept override {
        mReal.setPluginNamespace(pluginNamespace);
    }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override;
    //! A TracedPluginV2, or the plugin itself where it is not IPluginV2DynamicExt.
    nvinfer1::IPluginV2* createPlugin(char const* name,
                                      nvinfer1::PluginFieldCollection const* fields) noexcept override;
    nvinfer1::IPluginV2* deserializePlugin(char const* name, void const* serialData,
                                           size_t serialLength) noexcept override;

private:
    nvinfer1::IPluginCreator& mReal;
    ObjectIdentity mIdentity;
};

//! The same for an IPluginCreatorV3One.
class WORKBOOK_EXPORT TracedCreatorV3One final : public nvinfer1::IPluginCreatorV3One {
public:
    TracedCreatorV3One(nvinfer1::IPluginCreatorV3One& real, ObjectIdentity identity)
        : mReal(real), mIdentity(std::move(identity)) {}

    ObjectIdentity const& identity() const { return mIdentity; }

    nvinfer1::APILanguage getAPILanguage() const noexcept override { return mReal.getAPILanguage(); }
    nvinfer1::InterfaceInfo getInterfaceInfo() const noexcept override { return mReal.getInterfaceInfo(); }
    char const* getPluginName() const noexcept override { return mReal.getPluginName(); }
    char const* getPluginVersion() const noexcept override { return mReal.getPluginVersion(); }
    char const* getPluginNamespace() const noexcept override { return mReal.getPluginNamespace(); }
    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override;
    //! A TracedPluginV3.
    nvinfer1::IPluginV3* createPlugin(char const* name, nvinfer1::PluginFieldCollection const* fields,
                                      nvinfer1::TensorRTPhase phase) noexcept override;

private:
    nvinfer1::IPluginCreatorV3One& mReal;
    ObjectIdentity mIdentity;
};

} // namespace workbook::trace
