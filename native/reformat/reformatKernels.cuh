#pragma once

#include "ReformatJob.h"
#include "tile.cuh"

//! The two kernels of a reformat layer, for a pair of element types.
namespace workbook::reformat {

//! Elements that one thread of convertKernel converts.
constexpr int kRUN = 64;
constexpr int kTHREADS = 128;

//! Both sides lie alike. from, to: [count].
template <typename From, typename To>
__global__ void convertKernel(From const* __restrict__ from, To* __restrict__ to, int64_t count,
                              Scales scales) {
    int64_t const begin = (static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x) * kRUN;
    if (begin + kRUN <= count) {
        convertRun<kRUN>(from + begin, to + begin, scales);
    } else {
        for (int64_t i = begin; i < count; ++i) {
            to[i] = convertElement<To>(from[i], scales);
        }
    }
}

//! Tiles that one thread copies, along the points: long enough rows for a CPU's prefetcher.
constexpr int kTILES = 4;

//! Threads of neighbouring channels are neighbours. \param firstOuter, firstOther Where this launch's
//! blockIdx.y and z begin.
template <typename From, typename To>
__global__ void tileKernel(From const* __restrict__ from, To* __restrict__ to, TileJob job,
                           int64_t firstOuter, int64_t firstOther, Scales scales) {
    auto const channelTiles = (job.writtenChannels + kTILE_CHANNELS - 1) / kTILE_CHANNELS;
    int64_t const index = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    int64_t const firstChannel = index % channelTiles * kTILE_CHANNELS;
    int64_t const begin = index / channelTiles * (kTILES * kTILE_POINTS);
    int64_t const end =
        begin + kTILES * kTILE_POINTS < job.points ? begin + kTILES * kTILE_POINTS : job.points;
    int64_t const outer = firstOuter + blockIdx.y;
    int64_t const other = firstOther + blockIdx.z;
    From const* const source = from + outer * job.from.outer + offsetOf(job.from.other, other);
    To* const target = to + outer * job.to.outer + offsetOf(job.to.other, other);
    TileRange read{firstChannel, atMost(job.channels - firstChannel, kTILE_CHANNELS), 0};
    TileRange written{firstChannel, atMost(job.writtenChannels - firstChannel, kTILE_CHANNELS), 0};
    for (int64_t point = begin; point < end; point += kTILE_POINTS) {
        To tile[kTILE] = {}; // zeros where nothing is read: so padding is written
        read.points = written.points = atMost(end - point, kTILE_POINTS);
        readTile(tile, source + point * job.from.point, job.from, read, scales);
        if (isByPoints(job.from) != isByPoints(job.to)) {
            transpose(tile, isByPoints(job.to));
        }
        writeTile(tile, target + point * job.to.point, job.to, written);
    }
}

//! A Launch: picks the kernel and its grid.
template <typename From, typename To>
cudaError_t launch(ReformatJob const& job, void const* from, void* to, cudaStream_t stream) {
    auto const* const source = static_cast<From const*>(from);
    auto* const target = static_cast<To*>(to);
    Scales const scales{job.fromScale, job.toScale};
    auto const blocksOf = [](int64_t threads) {
        return static_cast<unsigned>((threads + kTHREADS - 1) / kTHREADS);
    };
    if (job.count > 0) {
        int64_t const threads = (job.count + kRUN - 1) / kRUN;
        convertKernel<From, To>
            <<<blocksOf(threads), kTHREADS, 0, stream>>>(source, target, job.count, scales);
        return cudaGetLastError();
    }
    constexpr int64_t kMOST = 65535; // blocks along y and z
    TileJob const& tiles = job.tiles;
    int64_t const channelTiles = (tiles.writtenChannels + kTILE_CHANNELS - 1) / kTILE_CHANNELS;
    int64_t const rows = (tiles.points + kTILES * kTILE_POINTS - 1) / (kTILES * kTILE_POINTS);
    unsigned const x = blocksOf(channelTiles * rows);
    for (int64_t outer = 0; outer < tiles.outer; outer += kMOST) {
        for (int64_t other = 0; other < tiles.other; other += kMOST) {
            auto const y = static_cast<unsigned>(tiles.outer - outer < kMOST ? tiles.outer - outer : kMOST);
            auto const z = static_cast<unsigned>(tiles.other - other < kMOST ? tiles.other - other : kMOST);
            tileKernel<From, To>
                <<<dim3(x, y, z), kTHREADS, 0, stream>>>(source, target, tiles, outer, other, scales);
            if (cudaError_t const status = cudaGetLastError()) {
                return status;
            }
        }
    }
    return cudaSuccess;
}

} // namespace workbook::reformat
