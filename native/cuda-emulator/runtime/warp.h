//! The lanes of one warp that wait for each other.
#pragma once
#include "fibre.h"
#include "workbook/warp.h"

namespace workbook::emulator {

//! What a lane brings to a warp function.
struct LaneCall {
    WarpOperation operation;
    unsigned int mask;
    std::uint64_t value;
    int source;
};

class Warp {
public:
    //! \param lanes those whose threads exist and have not returned
    void start(unsigned int lanes);
    //! A lane calls a warp function. \return the lanes that go on, this one among them, or 0 where it must
    //! wait
    unsigned int arrive(unsigned int lane, Fibre* fibre, LaneCall const& call);
    //! A lane's thread has returned. \return the lanes that only waited for it
    unsigned int leave(unsigned int lane);
    //! A lane asks for the lanes that it runs together with.
    void arriveActive(unsigned int lane, Fibre* fibre, void const* place);
    //! Answers the lanes that ask at one place. \return these lanes
    unsigned int releaseActive();

    std::uint64_t result(unsigned int lane) const { return mResult[lane]; }
    //! A number that changes whenever lanes have met.
    std::uint32_t interval() const { return mInterval; }
    Fibre* fibre(int lane) const { return mFibre[lane]; }

private:
    //! Whether all lanes of the mask are here with it; then does what they came for. \return these lanes or 0
    unsigned int complete(unsigned int mask);
    void compute(unsigned int lanes, WarpOperation operation);

    std::uint32_t mInterval = 1;
    unsigned int mLive = 0;
    unsigned int mWaiting = 0;
    unsigned int mAtActiveMask = 0;
    LaneCall mCall[32];
    std::uint64_t mResult[32];
    void const* mPlace[32];
    Fibre* mFibre[32];
};

} // namespace workbook::emulator
