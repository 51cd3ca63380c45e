//! Stand-in for CUDA's cooperative_groups.h: thread blocks, tiles of a warp, coalesced threads. Grid groups
//! need a cooperative launch, which this device does not have (its property cooperativeLaunch is 0).
//! \see CUDA C++ Programming Guide, "Cooperative Groups"
#pragma once
#include "cuda_runtime.h"

#if defined(__WORKBOOK_CUDACC__)
namespace cooperative_groups {

namespace details {
inline dim3 threadIndex() { return {::threadIdx.x, ::threadIdx.y, ::threadIdx.z}; }
inline unsigned int blockThreads() { return ::blockDim.x * ::blockDim.y * ::blockDim.z; }
inline unsigned int blockRank() {
    return ::threadIdx.x + ::blockDim.x * (::threadIdx.y + ::blockDim.y * ::threadIdx.z);
}
} // namespace details

//! All threads of the block.
class thread_block {
public:
    static void sync() { __syncthreads(); }
    static unsigned int thread_rank() { return details::blockRank(); }
    static unsigned int num_threads() { return details::blockThreads(); }
    static unsigned int size() { return details::blockThreads(); }
    static dim3 group_index() { return {::blockIdx.x, ::blockIdx.y, ::blockIdx.z}; }
    static dim3 thread_index() { return details::threadIndex(); }
    static dim3 group_dim() { return ::blockDim; }
    static dim3 dim_threads() { return ::blockDim; }
};
inline thread_block this_thread_block() { return {}; }

//! Lanes of a warp, named by a mask: what tiles and coalesced groups share.
class lane_group {
public:
    void sync() const { __syncwarp(mMask); }
    unsigned int size() const { return static_cast<unsigned int>(__popc(mMask)); }
    unsigned int num_threads() const { return size(); }
    unsigned int thread_rank() const {
        return static_cast<unsigned int>(__popc(mMask & ((1u << ::workbook::emulator::laneIndex()) - 1)));
    }
    int any(int predicate) const { return __any_sync(mMask, predicate); }
    int all(int predicate) const { return __all_sync(mMask, predicate); }
    //! Bit i is the vote of the thread of rank i.
    unsigned int ballot(int predicate) const { return packed(__ballot_sync(mMask, predicate)); }
    template <class T> unsigned int match_any(T value) const {
        return packed(__match_any_sync(mMask, value));
    }
    template <class T> T shfl(T value, int rank) const {
        return ::workbook::emulator::shuffled(mMask, value, lane(static_cast<unsigned int>(rank) % size()));
    }
    template <class T> T shfl_up(T value, unsigned int delta) const {
        unsigned int const own = thread_rank();
        return ::workbook::emulator::shuffled(mMask, value, lane(own < delta ? own : own - delta));
    }
    template <class T> T shfl_down(T value, unsigned int delta) const {
        unsigned int const own = thread_rank();
        return ::workbook::emulator::shuffled(mMask, value, lane(own + delta < size() ? own + delta : own));
    }
    template <class T> T shfl_xor(T value, unsigned int rankMask) const {
        unsigned int const own = thread_rank(), from = own ^ rankMask;
        return ::workbook::emulator::shuffled(mMask, value, lane(from < size() ? from : own));
    }

protected:
    explicit lane_group(unsigned int mask) : mMask(mask) {}
    //! The lane of the thread of this rank.
    int lane(unsigned int rank) const {
        unsigned int rest = mMask;
        for (; rank > 0; --rank)
            rest &= rest - 1;
        return __builtin_ctz(rest);
    }
    unsigned int packed(unsigned int lanes) const {
        unsigned int result = 0, rank = 0;
        for (unsigned int rest = mMask; rest != 0; rest &= rest - 1, ++rank)
            result |= (lanes >> __builtin_ctz(rest) & 1u) << rank;
        return result;
    }
    unsigned int mMask;
};

//! A tile of 1, 2, 4, 8, 16 or 32 neighbouring lanes.
template <unsigned int Size, class Parent = void> class thread_block_tile : public lane_group {
    static_assert(Size >= 1 && Size <= 32 && (Size & (Size - 1)) == 0,
                  "a tile is a power of two of lanes, at most 32");

public:
    thread_block_tile() : lane_group(mask()) {}
    template <class Other> thread_block_tile(thread_block_tile<Size, Other> const&) : thread_block_tile() {}
    static constexpr unsigned int size() { return Size; }
    static constexpr unsigned int num_threads() { return Size; }
    unsigned int thread_rank() const {
        return static_cast<unsigned int>(::workbook::emulator::laneIndex()) % Size;
    }
    unsigned int meta_group_rank() const { return details::blockRank() / Size; }
    unsigned int meta_group_size() const { return (details::blockThreads() + Size - 1) / Size; }

private:
    static unsigned int mask() {
        unsigned int const first = static_cast<unsigned int>(::workbook::emulator::laneIndex()) / Size * Size;
        return (Size == 32 ? ~0u : (1u << (Size % 32)) - 1) << first;
    }
};
template <unsigned int Size, class Parent>
inline thread_block_tile<Size, Parent> tiled_partition(Parent const&) {
    return {};
}

//! The lanes that run together at this point.
class coalesced_group : public lane_group {
public:
    explicit coalesced_group(unsigned int mask) : lane_group(mask) {}
};
inline __attribute__((always_inline)) coalesced_group coalesced_threads() {
    return coalesced_group(__activemask());
}
template <class Group> inline coalesced_group binary_partition(Group const&, bool predicate) {
    unsigned int const active = __activemask();
    unsigned int const yes = __ballot_sync(active, predicate);
    return coalesced_group(predicate ? yes : active & ~yes);
}

template <class Group> inline void sync(Group const& group) { group.sync(); }
template <class Group> inline unsigned int thread_rank(Group const& group) { return group.thread_rank(); }
template <class Group> inline unsigned int group_size(Group const& group) { return group.size(); }

template <class T> struct plus {
    T operator()(T a, T b) const { return a + b; }
};
template <class T> struct less {
    T operator()(T a, T b) const { return b < a ? b : a; }
};
template <class T> struct greater {
    T operator()(T a, T b) const { return a < b ? b : a; }
};
template <class T> struct bit_and {
    T operator()(T a, T b) const { return a & b; }
};
template <class T> struct bit_or {
    T operator()(T a, T b) const { return a | b; }
};
template <class T> struct bit_xor {
    T operator()(T a, T b) const { return a ^ b; }
};

//! Combines the values of a tile or coalesced group in the order of ranks; every thread gets the result.
template <class Group, class T, class Operation>
inline T reduce(Group const& group, T value, Operation operation) {
    unsigned int const size = group.size();
    T result = group.shfl(value, 0);
    for (unsigned int rank = 1; rank < size; ++rank)
        result = operation(result, group.shfl(value, static_cast<int>(rank)));
    return result;
}
template <class Group, class T, class Operation>
inline T inclusive_scan(Group const& group, T value, Operation operation) {
    unsigned int const own = group.thread_rank(), size = group.size();
    T result = group.shfl(value, 0);
    for (unsigned int rank = 1; rank < size; ++rank) {
        T const next = group.shfl(value, static_cast<int>(rank));
        if (rank <= own)
            result = operation(result, next);
    }
    return result;
}
template <class Group, class T, class Operation>
inline T exclusive_scan(Group const& group, T value, Operation operation) {
    unsigned int const own = group.thread_rank();
    T const upTo = inclusive_scan(group, value, operation);
    T const before = group.shfl_up(upTo, 1);
    return own == 0 ? T() : before;
}
template <class Group, class T> inline T inclusive_scan(Group const& group, T value) {
    return inclusive_scan(group, value, plus<T>());
}
template <class Group, class T> inline T exclusive_scan(Group const& group, T value) {
    return exclusive_scan(group, value, plus<T>());
}

} // namespace cooperative_groups
#endif
