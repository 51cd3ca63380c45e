#pragma once

#include "ReformatJob.h"
#include "convertElement.cuh"

//! A tile of a tensor on its way into another layout: read as the source has it, transposed where the target
//! has it the other way round, and written.
namespace workbook::reformat {

constexpr int kTILE_CHANNELS = 8;
constexpr int kTILE_POINTS = 16;
constexpr int kTILE = kTILE_CHANNELS * kTILE_POINTS;

//! Which part of a tensor a tile is.
struct TileRange {
    int64_t firstChannel; //!< a multiple of kTILE_CHANNELS
    int channels;
    int points;
};

__device__ inline int atMost(int64_t left, int most) {
    return left < most ? (left < 0 ? 0 : static_cast<int>(left)) : most;
}

__device__ inline int64_t offsetOf(AxisLayout axis, int64_t index) {
    return (index >> axis.shift) * axis.stride + (index & ((int64_t{1} << axis.shift) - 1));
}

//! Whether a side's tile is [point][channel]: neighbouring points do not stand together.
__device__ inline bool isByPoints(SideLayout const& side) { return side.point != 1; }

//! Channels of a tile that stand together: all, or a vector of them.
__device__ inline int adjacentChannels(AxisLayout channel) {
    bool const all = channel.shift == 0 && channel.stride == 1;
    return all || (1 << channel.shift) >= kTILE_CHANNELS ? kTILE_CHANNELS : 1 << channel.shift;
}

template <int kGROUP, typename From, typename To>
__device__ inline void readGroups(To* __restrict__ tile, From const* __restrict__ from,
                                  SideLayout const& side, TileRange const& range, Scales scales) {
    for (int first = 0; first < range.channels; first += kGROUP) {
        From const* const group = from + offsetOf(side.channel, range.firstChannel + first);
        int const channels = range.channels - first;
        if (channels >= kGROUP) {
            for (int p = 0; p < range.points; ++p) {
                convertRun<kGROUP>(group + p * side.point, tile + p * kTILE_CHANNELS + first, scales);
            }
            continue;
        }
        for (int p = 0; p < range.points; ++p) {
            for (int c = 0; c < channels; ++c) {
                tile[p * kTILE_CHANNELS + first + c] = convertElement<To>(group[p * side.point + c], scales);
            }
        }
    }
}

template <int kGROUP, typename To>
__device__ inline void writeGroups(To const* __restrict__ tile, To* __restrict__ to, SideLayout const& side,
                                   TileRange const& range) {
    for (int first = 0; first < range.channels; first += kGROUP) {
        To* const group = to + offsetOf(side.channel, range.firstChannel + first);
        int const channels = range.channels - first;
        if (channels >= kGROUP) {
            for (int p = 0; p < range.points; ++p) {
                copyRun<kGROUP>(tile + p * kTILE_CHANNELS + first, group + p * side.point);
            }
            continue;
        }
        for (int p = 0; p < range.points; ++p) {
            for (int c = 0; c < channels; ++c) {
                group[p * side.point + c] = tile[p * kTILE_CHANNELS + first + c];
            }
        }
    }
}

//! \param from Of the tile's first point, channel 0.
template <typename From, typename To>
__device__ __noinline__ void readTile(To* __restrict__ tile, From const* __restrict__ from,
                                      SideLayout const& side, TileRange const& range, Scales scales) {
    if (isByPoints(side)) {
        switch (adjacentChannels(side.channel)) {
        case 8:
            return readGroups<8>(tile, from, side, range, scales);
        case 4:
            return readGroups<4>(tile, from, side, range, scales);
        case 2:
            return readGroups<2>(tile, from, side, range, scales);
        default:
            return readGroups<1>(tile, from, side, range, scales);
        }
    }
    for (int c = 0; c < range.channels; ++c) {
        From const* const row = from + offsetOf(side.channel, range.firstChannel + c);
        To* const target = tile + c * kTILE_POINTS;
        if (range.points == kTILE_POINTS) {
            convertRun<kTILE_POINTS>(row, target, scales);
        } else {
            for (int p = 0; p < range.points; ++p) {
                target[p] = convertElement<To>(row[p], scales);
            }
        }
    }
}

//! \param to Of the tile's first point, channel 0.
template <typename To>
__device__ __noinline__ void writeTile(To const* __restrict__ tile, To* __restrict__ to,
                                       SideLayout const& side, TileRange const& range) {
    if (isByPoints(side)) {
        switch (adjacentChannels(side.channel)) {
        case 8:
            return writeGroups<8>(tile, to, side, range);
        case 4:
            return writeGroups<4>(tile, to, side, range);
        case 2:
            return writeGroups<2>(tile, to, side, range);
        default:
            return writeGroups<1>(tile, to, side, range);
        }
    }
    for (int c = 0; c < range.channels; ++c) {
        To* const row = to + offsetOf(side.channel, range.firstChannel + c);
        To const* const source = tile + c * kTILE_POINTS;
        if (range.points == kTILE_POINTS) {
            copyRun<kTILE_POINTS>(source, row);
        } else {
            for (int p = 0; p < range.points; ++p) {
                row[p] = source[p];
            }
        }
    }
}

// Interleaving the two halves of a tile moves the highest bit of every element's index to the end. Three
// times, and the channel's bits are behind the point's. Each time is one loop that a CPU runs as vector
// instructions.

template <typename To> __device__ inline void interleave(To const* __restrict__ from, To* __restrict__ to) {
    for (int i = 0; i < kTILE / 2; ++i) {
        to[2 * i] = from[i];
        to[2 * i + 1] = from[kTILE / 2 + i];
    }
}

template <typename To> __device__ inline void separate(To const* __restrict__ from, To* __restrict__ to) {
    for (int i = 0; i < kTILE / 2; ++i) {
        to[i] = from[2 * i];
        to[kTILE / 2 + i] = from[2 * i + 1];
    }
}

//! [channel][point] to [point][channel], or back.
template <typename To> __device__ __noinline__ void transpose(To* tile, bool toPoints) {
    static_assert(kTILE_CHANNELS == 8, "three bits");
    To once[kTILE];
    To twice[kTILE];
    if (toPoints) {
        interleave(tile, once);
        interleave(once, twice);
        interleave(twice, tile);
    } else {
        separate(tile, once);
        separate(once, twice);
        separate(twice, tile);
    }
}

} // namespace workbook::reformat
