//! A worker's shared memory, used by one block after another.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace workbook::emulator {

class SharedArena {
public:
    static constexpr std::size_t kStaticBytes = 48 * 1024;
    static constexpr std::size_t kMostDynamicBytes = 163 * 1024;

    //! Sets the size of the dynamic part; what lies behind it is unmapped. \return false without memory.
    bool setDynamicBytes(std::size_t bytes);
    //! A new block: what the one before used is overwritten with 0xFF.
    void startBlock();
    //! The place of a `__shared__` declaration in this block. \return null where 48 KiB are exceeded.
    void* variable(int slot, std::size_t bytes, std::size_t alignment);

    //! Bytes that contains() covers: both parts and what is between.
    static constexpr std::size_t kAddressedBytes = kStaticBytes + (2 << 20);
    //! Whether an address is in this arena, used or not.
    bool contains(std::uintptr_t address) const {
        return mStatic && address - reinterpret_cast<std::uintptr_t>(mStatic) < kAddressedBytes;
    }
    std::size_t offsetOf(std::uintptr_t address) const {
        return address - reinterpret_cast<std::uintptr_t>(mStatic);
    }
    //! Whether bytes lie in one declared variable of this block or in its dynamic part.
    bool isVariable(std::uintptr_t address, std::size_t bytes) const;

    void* dynamic() const { return mDynamic; }
    std::size_t dynamicBytes() const { return mDynamicBytes; }
    std::size_t staticBytes() const { return mUsed; }

private:
    struct Place {
        std::uint64_t block = 0;
        char* address = nullptr;
        std::size_t bytes = 0;
    };
    bool reserve();

    std::vector<Place> mPlaces; //!< by slot
    std::uint64_t mBlock = 0;
    char* mStatic = nullptr;
    std::size_t mUsed = 0;
    char* mDynamicRegion = nullptr;
    char* mDynamic = nullptr;
    std::size_t mDynamicBytes = 0;
};

} // namespace workbook::emulator
