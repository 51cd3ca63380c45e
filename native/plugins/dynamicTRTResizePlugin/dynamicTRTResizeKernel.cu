#include "bicubicImages.cuh"
#include "bicubicSampling.cuh"
#include "dynamicTRTResizeKernel.h"

namespace workbook {
namespace {

//! A thread an output pixel of its lanes: sixteen input pixels, each times the product of its two weights.
template <class Image>
__global__ void bicubicPlain(Image const x, Image const y, BicubicAxis const rows,
                             BicubicAxis const columns) {
    int32_t const i = static_cast<int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
    int32_t const column = i / y.across;
    int32_t const across = i % y.across;
    if (column >= columns.out) {
        return;
    }
    Place const atColumn = placeOf(columns, column);
    CubicWeights const columnWeights = weightsAt(columns, atColumn);
    for (int64_t group = blockIdx.z; group < y.groups; group += gridDim.z) {
        for (int32_t row = static_cast<int32_t>(blockIdx.y * blockDim.y + threadIdx.y); row < rows.out;
             row += static_cast<int32_t>(gridDim.y * blockDim.y)) {
            Place const atRow = placeOf(rows, row);
            CubicWeights const rowWeights = weightsAt(rows, atRow);
            typename Image::LaneValues sum{};
            for (int j = 0; j < 4; ++j) {
                for (int k = 0; k < 4; ++k) {
                    auto const pixel = x.load(group, across, clampIndex(rows, atRow.index - 1 + j),
                                              clampIndex(columns, atColumn.index - 1 + k));
                    for (int n = 0; n < Image::LaneValues::kCOUNT; ++n) {
                        sum.v[n] += rowWeights.w[j] * columnWeights.w[k] * pixel.v[n];
                    }
                }
            }
            y.store(group, across, row, column, sum);
        }
    }
}

//! The columns that one thread samples, with their weights.
struct ColumnTaps {
    int32_t at[4];
    CubicWeights weights;
};

//! One input row, interpolated along the columns.
template <class Image>
__device__ inline typename Image::LaneValues alongRow(Image const& x, int64_t group, int32_t across,
                                                      int32_t row, ColumnTaps const& taps) {
    typename Image::LaneValues sum{};
#pragma unroll
    for (int k = 0; k < 4; ++k) {
        auto const pixel = x.load(group, across, row, taps.at[k]);
#pragma unroll
        for (int n = 0; n < Image::LaneValues::kCOUNT; ++n) {
            sum.v[n] += taps.weights.w[k] * pixel.v[n];
        }
    }
    return sum;
}

//! How many output rows a thread walks down.
constexpr int32_t kSTRIP_ROWS = 8;

//! A thread a strip of one output column: the column's weights are computed once, and of the four input rows
//! (already interpolated along the columns) those that the next output row needs too are kept in registers.
template <class Image>
__global__ void bicubicStrips(Image const x, Image const y, BicubicAxis const rows,
                              BicubicAxis const columns) {
    using LaneValues = typename Image::LaneValues;
    int32_t const i = static_cast<int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
    int32_t const column = i / y.across;
    int32_t const across = i % y.across;
    if (column >= columns.out) {
        return;
    }
    Place const atColumn = placeOf(columns, column);
    ColumnTaps taps;
    taps.weights = weightsAt(columns, atColumn);
#pragma unroll
    for (int k = 0; k < 4; ++k) {
        taps.at[k] = clampIndex(columns, atColumn.index - 1 + k);
    }
    int32_t const strips = (rows.out + kSTRIP_ROWS - 1) / kSTRIP_ROWS;
    for (int64_t group = blockIdx.z; group < y.groups; group += gridDim.z) {
        for (int32_t strip = static_cast<int32_t>(blockIdx.y * blockDim.y + threadIdx.y); strip < strips;
             strip += static_cast<int32_t>(gridDim.y * blockDim.y)) {
            int32_t const next = (strip + 1) * kSTRIP_ROWS;
            int32_t const end = next < rows.out ? next : rows.out;
            Place atRow = placeOf(rows, strip * kSTRIP_ROWS);
            int32_t loaded = atRow.index - 2; // the last input row in the window, before clamping
            LaneValues window[4] = {};
            for (int32_t row = strip * kSTRIP_ROWS; row < end; ++row, advance(rows, atRow)) {
                int32_t const last = atRow.index + 2;
                loaded = loaded > last - 4 ? loaded : last - 4;
                while (loaded < last) {
                    ++loaded;
                    window[0] = window[1];
                    window[1] = window[2];
                    window[2] = window[3];
                    window[3] = alongRow(x, group, across, clampIndex(rows, loaded), taps);
                }
                CubicWeights const weights = weightsAt(rows, atRow);
                LaneValues sum;
#pragma unroll
                for (int n = 0; n < LaneValues::kCOUNT; ++n) {
                    sum.v[n] = weights.w[0] * window[0].v[n] + weights.w[1] * window[1].v[n] +
                               weights.w[2] * window[2].v[n] + weights.w[3] * window[3].v[n];
                }
                y.store(group, across, row, column, sum);
            }
        }
    }
}

template <class Image>
cudaError_t launch(Image const& x, Image const& y, ResizeShape const& shape, bool alignCorners,
                   ResizeKernel kernel, cudaStream_t stream) {
    BicubicAxis const rows = makeBicubicAxis(shape.inHeight, shape.outHeight, alignCorners);
    BicubicAxis const columns = makeBicubicAxis(shape.inWidth, shape.outWidth, alignCorners);
    dim3 const block(32, 4);
    int64_t const threadsDown =
        kernel == ResizeKernel::kPLAIN ? rows.out : (int64_t{rows.out} + kSTRIP_ROWS - 1) / kSTRIP_ROWS;
    int64_t const threadsAcross = int64_t{columns.out} * y.across;
    if (threadsAcross > INT32_MAX - 31) { // their numbers would not fit into the kernels' index
        return cudaErrorInvalidConfiguration;
    }
    // The second and third extent of a grid end at 65535; the kernels step on from there.
    auto const limited = [](int64_t blocks) {
        return static_cast<unsigned int>(blocks < 65535 ? blocks : 65535);
    };
    dim3 const grid(static_cast<unsigned int>((threadsAcross + block.x - 1) / block.x),
                    limited((threadsDown + block.y - 1) / block.y), limited(y.groups));
    if (kernel == ResizeKernel::kPLAIN) {
        bicubicPlain<Image><<<grid, block, 0, stream>>>(x, y, rows, columns);
    } else {
        bicubicStrips<Image><<<grid, block, 0, stream>>>(x, y, rows, columns);
    }
    return cudaGetLastError();
}

//! N planes a thread.
template <int N, typename T>
cudaError_t launchPlanar(T const* x, T* y, ResizeShape const& shape, bool alignCorners, ResizeKernel kernel,
                         cudaStream_t stream) {
    int64_t const groups = shape.batch * shape.channels / N;
    PlanarImage<T, N> const from{const_cast<T*>(x), shape.inHeight, shape.inWidth, groups};
    PlanarImage<T, N> const to{y, shape.outHeight, shape.outWidth, groups};
    return launch(from, to, shape, alignCorners, kernel, stream);
}

template <typename T>
cudaError_t resizePlanar(T const* x, T* y, ResizeShape const& shape, bool alignCorners, ResizeKernel kernel,
                         cudaStream_t stream) {
    int64_t const planes = shape.batch * shape.channels;
    if (kernel == ResizeKernel::kPLAIN) {
        return launchPlanar<1>(x, y, shape, alignCorners, kernel, stream);
    }
    if (planes % 4 == 0) {
        return launchPlanar<4>(x, y, shape, alignCorners, kernel, stream);
    }
    if (planes % 3 == 0) {
        return launchPlanar<3>(x, y, shape, alignCorners, kernel, stream);
    }
    return launchPlanar<1>(x, y, shape, alignCorners, kernel, stream);
}

} // namespace

cudaError_t resizeBicubicFloat(float const* x, float* y, ResizeShape const& shape, bool alignCorners,
                               ResizeKernel kernel, cudaStream_t stream) {
    return resizePlanar(x, y, shape, alignCorners, kernel, stream);
}

cudaError_t resizeBicubicHalf(void const* x, void* y, ResizeShape const& shape, bool alignCorners,
                              ResizeKernel kernel, cudaStream_t stream) {
    return resizePlanar(static_cast<__half const*>(x), static_cast<__half*>(y), shape, alignCorners, kernel,
                        stream);
}

cudaError_t resizeBicubicHalfHwc8(void const* x, void* y, ResizeShape const& shape, bool alignCorners,
                                  ResizeKernel kernel, cudaStream_t stream) {
    auto const eights = static_cast<int32_t>((shape.channels + 7) / 8);
    auto const channels = static_cast<int32_t>(shape.channels);
    Hwc8Image const from{static_cast<__half*>(const_cast<void*>(x)),
                         shape.inHeight,
                         shape.inWidth,
                         shape.batch,
                         eights,
                         channels};
    Hwc8Image const to{
        static_cast<__half*>(y), shape.outHeight, shape.outWidth, shape.batch, eights, channels};
    return launch(from, to, shape, alignCorners, kernel, stream);
}

} // namespace workbook
