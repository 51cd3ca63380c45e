#pragma once
#include "../common/widen.cuh"

//! Memory layouts behind one face: an image is read and written by "lanes", the elements of N channels at one
//! pixel, which share all weights. Lanes are numbered by `across` (neighbouring threads) and `group` (the
//! grid's third axis).
namespace workbook {

template <int N> struct Lanes {
    static constexpr int kCOUNT = N;
    float v[N];
};

//! Linear [planes, height, width], planes = batch x channels, of which N at a time are the lanes.
template <typename T, int N> struct PlanarImage {
    using LaneValues = Lanes<N>;
    T* data;
    int32_t height, width;
    int64_t groups;                      //!< planes / N
    static constexpr int32_t across = 1; //!< groups that lie side by side at one pixel

    __device__ LaneValues load(int64_t group, int32_t, int32_t row, int32_t column) const {
        LaneValues lanes;
#pragma unroll
        for (int n = 0; n < N; ++n) {
            lanes.v[n] = widen(data[offset(group * N + n, row, column)]);
        }
        return lanes;
    }
    __device__ void store(int64_t group, int32_t, int32_t row, int32_t column,
                          LaneValues const& lanes) const {
#pragma unroll
        for (int n = 0; n < N; ++n) {
            narrow(lanes.v[n], data[offset(group * N + n, row, column)]);
        }
    }

private:
    __device__ int64_t offset(int64_t plane, int32_t row, int32_t column) const {
        return (plane * height + row) * width + column;
    }
};

//! TensorFormat::kHWC8, FP16: [batch, height, width, channels rounded up to a multiple of 8], eight channels
//! to a 16-byte access. Channels that only fill up are written as 0.
struct Hwc8Image {
    using LaneValues = Lanes<8>;
    __half* data;
    int32_t height, width;
    int64_t groups;   //!< batch
    int32_t across;   //!< channels / 8, rounded up
    int32_t channels; //!< real ones

    __device__ LaneValues load(int64_t batch, int32_t eight, int32_t row, int32_t column) const {
        uint4 const packed = *pixel(batch, eight, row, column);
        unsigned int const words[4] = {packed.x, packed.y, packed.z, packed.w};
        LaneValues lanes;
#pragma unroll
        for (int n = 0; n < 8; ++n) {
            lanes.v[n] =
                __half2float(__ushort_as_half(static_cast<unsigned short>(words[n / 2] >> 16 * (n % 2))));
        }
        return lanes;
    }
    __device__ void store(int64_t batch, int32_t eight, int32_t row, int32_t column,
                          LaneValues const& lanes) const {
        unsigned int words[4] = {};
#pragma unroll
        for (int n = 0; n < 8; ++n) {
            float const value = eight * 8 + n < channels ? lanes.v[n] : 0.0F;
            words[n / 2] |= static_cast<unsigned int>(__half_as_ushort(__float2half(value))) << 16 * (n % 2);
        }
        *pixel(batch, eight, row, column) = make_uint4(words[0], words[1], words[2], words[3]);
    }

private:
    __device__ uint4* pixel(int64_t batch, int32_t eight, int32_t row, int32_t column) const {
        return reinterpret_cast<uint4*>(data) + ((batch * height + row) * width + column) * across + eight;
    }
};

} // namespace workbook
