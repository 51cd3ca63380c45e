#include "ReformatLayer.h"

#include <algorithm>

namespace workbook::reformat {

using nvinfer1::Dims;
using nvinfer1::PluginTensorDesc;

namespace {

constexpr int64_t kMOST_ELEMENTS = int64_t{1} << 48; // more bytes than addresses: products stay in range

//! Product of extents `begin` to `end` - 1.
int64_t product(Dims const& dims, int32_t begin, int32_t end) noexcept {
    int64_t result = 1;
    for (int32_t i = begin; i < end; ++i) {
        result *= dims.d[i];
    }
    return result;
}

//! Whether the tensor, padded as much as any format pads, is small enough to reckon with.
bool isCountable(Dims const& dims) noexcept {
    int64_t elements = 1;
    for (int32_t i = 0; i < dims.nbDims; ++i) {
        int64_t const extent = std::max<int64_t>(dims.d[i], 1);
        if (extent > kMOST_ELEMENTS / elements) {
            return false;
        }
        elements *= extent;
    }
    return true;
}

int64_t elementsWithPadding(Dims const& dims, FormatRule const& rule) noexcept {
    int64_t const volume = product(dims, 0, dims.nbDims);
    if (rule.axis == 0) {
        return volume;
    }
    int64_t const channels = dims.d[dims.nbDims - rule.axis];
    return channels == 0 ? 0 : volume / channels * padded(channels, rule.vector);
}

//! Both formats group the same axis, or one is linear: outer x channels x points.
TileJob sameAxisJob(Dims const& dims, int32_t axis, FormatRule const& from, FormatRule const& to) noexcept {
    int32_t const at = dims.nbDims - axis;
    TileJob job{};
    job.outer = product(dims, 0, at);
    job.other = 1;
    job.channels = dims.d[at];
    job.points = product(dims, at + 1, dims.nbDims);
    job.writtenChannels = padded(job.channels, to.vector);
    auto const side = [&](FormatRule const& rule) {
        int64_t const channels = padded(job.channels, rule.vector);
        return SideLayout{
            channels * job.points, {0, 0}, channelLayout(rule, job.points), pointStride(rule, channels)};
    };
    job.from = side(from);
    job.to = side(to);
    return job;
}

//! One format groups the fourth axis from the end, the other the third: outer x fourth x third x points.
TileJob twoAxesJob(Dims const& dims, FormatRule const& from, FormatRule const& to) noexcept {
    int64_t const fourth = dims.d[dims.nbDims - 4];
    int64_t const third = dims.d[dims.nbDims - 3];
    TileJob job{};
    job.outer = product(dims, 0, dims.nbDims - 4);
    job.points = product(dims, dims.nbDims - 2, dims.nbDims);
    job.channels = to.axis == 4 ? fourth : third;
    job.other = to.axis == 4 ? third : fourth;
    job.writtenChannels = padded(job.channels, to.vector);
    auto const side = [&](FormatRule const& rule) {
        SideLayout layout{};
        AxisLayout ofFourth{};
        AxisLayout ofThird{};
        if (rule.axis == 4) {
            int64_t const channels = padded(fourth, rule.vector);
            layout.point = pointStride(rule, channels);
            layout.outer = channels * third * job.points;
            ofFourth = channelLayout(rule, third * job.points);
            ofThird = {job.points * layout.point, 0};
        } else {
            int64_t const channels = padded(third, rule.vector);
            layout.point = pointStride(rule, channels);
            layout.outer = fourth * channels * job.points;
            ofFourth = {channels * job.points, 0};
            ofThird = channelLayout(rule, job.points);
        }
        layout.channel = to.axis == 4 ? ofFourth : ofThird;
        layout.other = to.axis == 4 ? ofThird : ofFourth;
        return layout;
    };
    job.from = side(from);
    job.to = side(to);
    return job;
}

Launch findLaunch(PluginTensorDesc const& from, PluginTensorDesc const& to) noexcept {
    bool const rescaled = from.type == nvinfer1::DataType::kINT8 && from.scale != to.scale;
    if (from.type == to.type && !rescaled) {
        return findCopy(from.type);
    }
    Launch const conversion = findFloatConversion(from.type, to.type);
    return conversion != nullptr ? conversion : findCast(from.type, to.type);
}

bool isSameRule(FormatRule const& a, FormatRule const& b) noexcept {
    return a.axis == b.axis && a.vector == b.vector && a.vectorMinor == b.vectorMinor;
}

} // namespace

Refusal ReformatLayer::setDescs(PluginTensorDesc const& from, PluginTensorDesc const& to) noexcept {
    Dims const& dims = from.dims;
    if (dims.nbDims < 0 || dims.nbDims > Dims::MAX_DIMS || dims.nbDims != to.dims.nbDims ||
        !std::equal(dims.d, dims.d + dims.nbDims, to.dims.d)) {
        return Refusal::kSHAPES_DIFFER;
    }
    if (std::any_of(dims.d, dims.d + dims.nbDims, [](int64_t extent) { return extent < 0; })) {
        return Refusal::kSHAPE_UNKNOWN;
    }
    Launch const launch = findLaunch(from, to);
    FormatRule fromRule{};
    FormatRule toRule{};
    if (launch == nullptr) {
        return Refusal::kTYPES;
    }
    if (!ruleOf(from.format, dims.nbDims, fromRule) || !ruleOf(to.format, dims.nbDims, toRule)) {
        return Refusal::kFORMAT;
    }
    if (!isCountable(dims)) {
        return Refusal::kTOO_LARGE;
    }
    int64_t const inputElements = elementsWithPadding(dims, fromRule);
    int64_t const outputElements = elementsWithPadding(dims, toRule);
    ReformatJob job;
    job.fromScale = from.scale;
    job.toScale = to.scale;
    bool const padding = outputElements != product(dims, 0, dims.nbDims);
    if (outputElements > 0 && isSameRule(fromRule, toRule) && !padding) {
        job.count = outputElements;
    } else if (outputElements > 0 && fromRule.axis != 0 && toRule.axis != 0 && fromRule.axis != toRule.axis) {
        job.tiles = twoAxesJob(dims, fromRule, toRule);
    } else if (outputElements > 0) {
        job.tiles = sameAxisJob(dims, std::max(fromRule.axis, toRule.axis), fromRule, toRule);
    }
    mJob = job;
    mLaunch = launch;
    mInputAlignment = bytesPerElement(from.type);
    mOutputAlignment = bytesPerElement(to.type);
    mInputBytes = inputElements * mInputAlignment;
    mOutputBytes = outputElements * mOutputAlignment;
    return Refusal::kNONE;
}

cudaError_t ReformatLayer::enqueue(void const* from, void* to, cudaStream_t stream) const noexcept {
    return mOutputBytes == 0 ? cudaSuccess : mLaunch(mJob, from, to, stream);
}

} // namespace workbook::reformat
