#include <NvInfer.h>

#include "gate.h"

#include <cstring>

//! Puts a value at *at and moves *at behind it.
template <typename T> void put(char** at, T const& value) noexcept {
    std::memcpy(*at, &value, sizeof value);
    *at += sizeof value;
}

//! Takes a value from *at and moves *at behind it. There have to be as many bytes left.
template <typename T> void take(char const** at, T* value) noexcept {
    std::memcpy(value, *at, sizeof *value);
    *at += sizeof *value;
}

size_t GatePlugin::getSerializationSize() const noexcept {
    // SOLUTION
    return sizeof mInverted + sizeof mThreshold + sizeof mGain;
    // STUB
    // return sizeof(int32_t) + sizeof(float) + sizeof(float);
    // END
}

void GatePlugin::serialize(void* buffer) const noexcept {
    auto* at = static_cast<char*>(buffer);
    put(&at, mInverted);
    put(&at, mThreshold);
    put(&at, mGain);
}

bool readGate(void const* data, size_t length, GateParameters& parameters) noexcept {
    // SOLUTION
    // As many bytes as serialize() writes; fewer are not there, and more are another layout.
    size_t const wanted = sizeof parameters.inverted + sizeof parameters.threshold + sizeof parameters.gain;
    if (data == nullptr || length != wanted) {
        return false;
    }
    auto const* at = static_cast<char const*>(data);
    uint8_t inverted = 0;
    take(&at, &inverted);
    take(&at, &parameters.threshold);
    take(&at, &parameters.gain);
    if (inverted > 1) {
        return false; // no bool has such a byte
    }
    parameters.inverted = inverted == 1;
    return true;
    // STUB
    // (void)length;
    // auto const* at = static_cast<char const*>(data);
    // int32_t inverted = 0;
    // take(&at, &inverted);
    // take(&at, &parameters.gain);
    // take(&at, &parameters.threshold);
    // parameters.inverted = inverted != 0;
    // return true;
    // END
}
