#pragma once

#include "convert.h"

#include <vector>

namespace workbook::binding {

//! The arguments (pos, inOut, nbInputs, nbOutputs) of supportsFormatCombination().
template <class Desc> struct FormatQuery {
    int32_t pos;
    std::vector<Desc> inOut; //!< nbInputs + nbOutputs of them
    int32_t nbInputs;
    int32_t nbOutputs;
};

//! A descriptor that no plugin may read: those behind `pos`.
inline void invalidate(nvinfer1::PluginTensorDesc& desc) {
    desc.dims.nbDims = -1;
    desc.type = static_cast<nvinfer1::DataType>(-1);
    desc.format = static_cast<nvinfer1::TensorFormat>(-1);
}
inline void invalidate(nvinfer1::DynamicPluginTensorDesc& desc) { invalidate(desc.desc); }

//! Needs at least pos + 1 descriptors; those that are missing behind it are filled with invalid ones.
template <class Desc, class Convert>
FormatQuery<Desc> toFormatQuery(Napi::CallbackInfo const& info, Convert&& toDescs) {
    Where const where("supportsFormatCombination");
    FormatQuery<Desc> query{};
    query.nbInputs = static_cast<int32_t>(toInteger(info[2], Where(where, "nbInputs"), 0, kMOST_TENSORS));
    query.nbOutputs = static_cast<int32_t>(toInteger(info[3], Where(where, "nbOutputs"), 0, kMOST_TENSORS));
    int64_t const total = int64_t{query.nbInputs} + query.nbOutputs;
    query.pos = static_cast<int32_t>(toInteger(info[0], Where(where, "pos"), 0, total - 1));
    query.inOut = toDescs(info[1], Where(where, "inOut"));
    auto const given = static_cast<int64_t>(query.inOut.size());
    if (given <= query.pos || given > total) {
        throwArgument(Where(where, "inOut"),
                      "an array of " + std::to_string(query.pos + 1) + " to " + std::to_string(total) +
                          " descriptors",
                      info[1]);
    }
    Desc invalid{};
    invalidate(invalid);
    query.inOut.resize(static_cast<size_t>(total), invalid);
    return query;
}

} // namespace workbook::binding
