//! What IPluginRegistry::loadLibrary asks libworkbook_plugins.so for: the creators of every plugin here.
#include "addInPlacePlugin/addInPlacePlugin.h"
#include "addScalarPlugin/addScalarPlugin.h"
#include "addScalarPlugin/addScalarPluginV2Dynamic.h"
#include "common/pluginLogger.h"
#include "dynamicTRTResizePlugin/dynamicTRTResizePlugin.h"
#include "dynamicTRTResizePlugin/dynamicTRTResizePluginV2Dynamic.h"
#include "geluPlugin/geluPlugin.h"
#include "geluPlugin/geluPluginV2Dynamic.h"
#include "layerNormPlugin/layerNormPlugin.h"
#include "lookupTablePlugin/lookupTablePlugin.h"
#include "nonZeroPlugin/nonZeroPlugin.h"
#include "qkvToContextPlugin/qkvToContextPlugin.h"
#include "qkvToContextPlugin/qkvToContextPluginV2Dynamic.h"
#include "tilePlugin/tilePlugin.h"

#define PLUGIN_LIBRARY_EXPORT extern "C" __attribute__((visibility("default")))

PLUGIN_LIBRARY_EXPORT void setLoggerFinder(nvinfer1::ILoggerFinder* finder) {
    workbook::setPluginLoggerFinder(finder);
}

PLUGIN_LIBRARY_EXPORT nvinfer1::IPluginCreatorInterface* const* getCreators(int32_t& nbCreators) {
    static workbook::AddScalarPluginV2DynamicCreator addScalarV2Dynamic;
    static workbook::AddScalarPluginCreator addScalar;
    static workbook::DynamicTRTResizePluginV2DynamicCreator dynamicTRTResizeV2Dynamic;
    static workbook::DynamicTRTResizePluginCreator dynamicTRTResize;
    static workbook::GeluPluginV2DynamicCreator geluV2Dynamic;
    static workbook::GeluPluginCreator gelu;
    static workbook::TilePluginCreator tile;
    static workbook::AddInPlacePluginCreator addInPlace;
    static workbook::QkvToContextPluginV2DynamicCreator qkvToContextV2Dynamic;
    static workbook::QkvToContextPluginCreator qkvToContext;
    static workbook::LayerNormPluginCreator layerNorm;
    static workbook::NonZeroPluginCreator nonZero;
    static workbook::LookupTablePluginCreator lookupTable;
    static nvinfer1::IPluginCreatorInterface* const creators[] = {&addScalarV2Dynamic,
                                                                  &addScalar,
                                                                  &dynamicTRTResizeV2Dynamic,
                                                                  &dynamicTRTResize,
                                                                  &geluV2Dynamic,
                                                                  &gelu,
                                                                  &tile,
                                                                  &addInPlace,
                                                                  &qkvToContextV2Dynamic,
                                                                  &qkvToContext,
                                                                  &layerNorm,
                                                                  &nonZero,
                                                                  &lookupTable};
    nbCreators = static_cast<int32_t>(sizeof creators / sizeof creators[0]);
    return creators;
}
