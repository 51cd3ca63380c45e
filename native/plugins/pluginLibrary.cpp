//! What IPluginRegistry::loadLibrary asks libworkbook_plugins.so for: the creators of every plugin here.
#include "addScalarPlugin/addScalarPlugin.h"
#include "addScalarPlugin/addScalarPluginV2Dynamic.h"
#include "common/pluginLogger.h"

#define PLUGIN_LIBRARY_EXPORT extern "C" __attribute__((visibility("default")))

PLUGIN_LIBRARY_EXPORT void setLoggerFinder(nvinfer1::ILoggerFinder* finder) {
    workbook::setPluginLoggerFinder(finder);
}

PLUGIN_LIBRARY_EXPORT nvinfer1::IPluginCreatorInterface* const* getCreators(int32_t& nbCreators) {
    static workbook::AddScalarPluginV2DynamicCreator addScalarV2Dynamic;
    static workbook::AddScalarPluginCreator addScalar;
    static nvinfer1::IPluginCreatorInterface* const creators[] = {&addScalarV2Dynamic, &addScalar};
    nbCreators = static_cast<int32_t>(sizeof creators / sizeof creators[0]);
    return creators;
}
