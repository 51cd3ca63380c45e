#include "shared_arena.h"
#include "workbook/shared_memory.h"
#include "worker.h"
#include <atomic>
#include <cstring>
#include <sys/mman.h>

namespace workbook::emulator {

namespace {
constexpr std::size_t kPage = 4096;
constexpr std::size_t kUnmapped = 1 << 20; // around each part
constexpr std::size_t kDynamicRegion = SharedArena::kMostDynamicBytes / kPage * kPage + kPage;
constexpr std::size_t kDynamicAlignment = 128;

std::size_t roundUp(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }
} // namespace

extern "C" {
__thread void* workbookDynamicSharedPointer __attribute__((tls_model("initial-exec"))) = nullptr;
}

//! One mapping: the static part and the dynamic region, with unmapped space before, between and behind them.
bool SharedArena::reserve() {
    if (mStatic)
        return true;
    std::size_t const bytes = 3 * kUnmapped + kStaticBytes + kDynamicRegion;
    void* region = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED)
        return false;
    char* const staticPart = static_cast<char*>(region) + kUnmapped;
    if (mprotect(staticPart, kStaticBytes, PROT_READ | PROT_WRITE) != 0)
        return false;
    mStatic = staticPart;
    mDynamicRegion = staticPart + kStaticBytes + kUnmapped;
    return true;
}

bool SharedArena::setDynamicBytes(std::size_t bytes) {
    if (!reserve())
        return false;
    if (bytes != mDynamicBytes || !mDynamic) {
        char* const end = mDynamicRegion + kDynamicRegion;
        std::size_t const open = roundUp(bytes, kPage);
        mprotect(mDynamicRegion, kDynamicRegion, PROT_NONE);
        if (open != 0 && mprotect(end - open, open, PROT_READ | PROT_WRITE) != 0)
            return false;
        mDynamic = end - roundUp(bytes, kDynamicAlignment);
        mDynamicBytes = bytes;
    }
    workbookDynamicSharedPointer = mDynamic;
    return true;
}

void SharedArena::startBlock() {
    ++mBlock;
    if (mUsed != 0)
        std::memset(mStatic, 0xFF, mUsed);
    if (mDynamicBytes != 0)
        std::memset(mDynamic, 0xFF, mDynamicBytes);
    mUsed = 0;
}

void* SharedArena::variable(int slot, std::size_t bytes, std::size_t alignment) {
    auto const index = static_cast<std::size_t>(slot);
    if (index >= mPlaces.size())
        mPlaces.resize(index + 64);
    Place& place = mPlaces[index];
    if (place.block != mBlock) {
        std::size_t const offset = roundUp(mUsed, alignment);
        if (offset + bytes > kStaticBytes)
            return nullptr;
        place.block = mBlock;
        place.address = mStatic + offset;
        place.bytes = bytes;
        std::memset(mStatic + mUsed, 0xFF, offset + bytes - mUsed);
        mUsed = offset + bytes;
    }
    return place.address;
}

bool SharedArena::isVariable(std::uintptr_t address, std::size_t bytes) const {
    auto const inside = [&](char const* begin, std::size_t size) {
        auto const start = reinterpret_cast<std::uintptr_t>(begin);
        return address >= start && address + bytes <= start + size;
    };
    if (inside(mDynamic, mDynamicBytes))
        return true;
    for (Place const& place : mPlaces)
        if (place.block == mBlock && inside(place.address, place.bytes))
            return true;
    return false;
}

extern "C" int workbookNewSharedSlot() {
    static std::atomic<int> slots{0};
    return slots.fetch_add(1);
}

extern "C" void* workbookSharedVariable(int slot, std::size_t bytes, std::size_t alignment) {
    Worker* const worker = currentWorker;
    if (!worker)
        return nullptr;
    void* const address = worker->sharedArena().variable(slot, bytes, alignment);
    if (!address)
        worker->abandon(cudaErrorLaunchOutOfResources);
    int& largest = worker->launch().kernel.staticSharedBytes;
    auto const used = static_cast<int>(worker->sharedArena().staticBytes());
    if (used > __atomic_load_n(&largest, __ATOMIC_RELAXED))
        __atomic_store_n(&largest, used, __ATOMIC_RELAXED);
    return address;
}

} // namespace workbook::emulator
