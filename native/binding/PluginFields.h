#pragma once

#include "convert.h"

#include <deque>

namespace workbook::binding {

//! A PluginFieldCollection made from JavaScript fields. Every data pointer leads to a copy that is
//! zero-padded to at least `length` elements of the labelled type and 8 bytes more: a wrong label reads
//! zeros, not foreign memory. It lives as long as this object, that is during the call.
class PluginFields {
public:
    //! \throws Napi::Error `ARGUMENT_INVALID`; `FIELD_DATA_MISSING` where data is null, as in what
    //! getFieldNames() returns.
    PluginFields(Napi::Value value, Where const& where);
    PluginFields(PluginFields const&) = delete;
    PluginFields& operator=(PluginFields const&) = delete;

    nvinfer1::PluginFieldCollection const* collection() const { return &mCollection; }

private:
    void add(Napi::Value value, Where const& where);

    std::deque<std::string> mNames;
    std::deque<std::vector<uint8_t>> mData;
    std::vector<nvinfer1::PluginField> mFields;
    nvinfer1::PluginFieldCollection mCollection{};
};

//! The fields that a creator or plugin returned, their bytes copied. \param fields nullptr is an error.
Napi::Value fromPluginFields(Napi::Env env, nvinfer1::PluginFieldCollection const* fields,
                             Origin const& origin);

} // namespace workbook::binding
