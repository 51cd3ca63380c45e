#pragma once
#include "NvInferRuntime.h"

#include <string>

namespace workbook {

//! `kFLOAT32`, or the number of a type that has no name here.
std::string fieldTypeName(nvinfer1::PluginFieldType type);

//! The field of that name. \return nullptr when the collection is null or has none.
nvinfer1::PluginField const* findField(nvinfer1::PluginFieldCollection const* fields,
                                       char const* name) noexcept;

//! Whether a field can be read as `length` elements of `type`. The label is all there is: nothing says how
//! many bytes stand behind the pointer, so both label and length must be exactly what the creator declares.
//! \param why Gets `field "scalar" is kFLOAT64 x 1, must be kFLOAT32 x 1` when not.
bool fieldMatches(nvinfer1::PluginField const& field, nvinfer1::PluginFieldType type, int32_t length,
                  std::string& why);

} // namespace workbook
