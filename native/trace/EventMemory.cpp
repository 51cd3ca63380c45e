#include "EventMemory.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>

namespace workbook::trace {
namespace {

constexpr size_t kCHUNK = size_t{1} << 20;
constexpr size_t kMOST_KEPT = size_t{1} << 23;            // over a reset
constexpr size_t kLARGEST_RESERVATION = size_t{1} << 36;  // 64 GiB of addresses cost nothing
constexpr size_t kSMALLEST_RESERVATION = size_t{1} << 26; // under `ulimit -v`

//! Address space without memory behind it.
uint8_t* reserve(void* where, size_t size) {
    int const fixed = where != nullptr ? MAP_FIXED : 0;
    void* const range =
        mmap(where, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | fixed, -1, 0);
    return range == MAP_FAILED ? nullptr : static_cast<uint8_t*>(range);
}

} // namespace

EventMemory::EventMemory() {
    for (size_t size = kLARGEST_RESERVATION; mBase == nullptr && size >= kSMALLEST_RESERVATION; size /= 2) {
        mBase = reserve(nullptr, size);
        mReserved = mBase != nullptr ? size : 0;
    }
}

void EventMemory::closeFile() {
    if (mFile >= 0) {
        // The file was grown by whole chunks: cut off what holds no event.
        [[maybe_unused]] int const cut = ftruncate(mFile, static_cast<off_t>(size()));
        close(mFile);
        mFile = -1;
    }
}

void EventMemory::reset(std::string const& path) {
    // Getting pages costs more than writing the events in them: memory that is filled again and again stays.
    size_t const kept = mFile < 0 && path.empty() ? std::min(mMapped, kMOST_KEPT) : 0;
    if (mMapped > kept) {
        reserve(mBase + kept, mMapped - kept);
        mMapped = kept;
    }
    closeFile();
    mSize.store(0, std::memory_order_release);
    if (mMapped > 0) {
        endAt(0);
    }
    if (path.empty()) {
        return;
    }
    mFile = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (mFile < 0) {
        throw std::system_error(errno, std::generic_category(), path);
    }
}

bool EventMemory::grow(size_t needed) {
    if (needed > mReserved) {
        return false;
    }
    size_t const to = (needed + kCHUNK - 1) / kCHUNK * kCHUNK;
    auto const offset = static_cast<off_t>(mMapped);
    // Blocks are allocated here: a full disk is an error now, not a SIGBUS when the page is written.
    if (mFile >= 0 && posix_fallocate(mFile, offset, static_cast<off_t>(to - mMapped)) != 0) {
        return false;
    }
    // Pages at once: a fault for each costs more than the events in it.
    int const backing = mFile >= 0 ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE;
    void* const chunk = mmap(mBase + mMapped, to - mMapped, PROT_READ | PROT_WRITE, backing | MAP_FIXED,
                             mFile, mFile >= 0 ? offset : 0);
    if (chunk == MAP_FAILED) {
        return false;
    }
    mMapped = to;
    return true;
}

uint8_t* EventMemory::room(size_t most) {
    size_t const begin = mSize.load(std::memory_order_relaxed);
    // Room for the next size too: it must read 0 until that event is complete.
    size_t const end = begin + sizeof(uint32_t) + most + sizeof(uint32_t);
    if (most > INT32_MAX || (end > mMapped && !grow(end))) {
        return nullptr;
    }
    return mBase + begin + sizeof(uint32_t);
}

void EventMemory::commit(size_t size) {
    size_t const begin = mSize.load(std::memory_order_relaxed);
    auto const stored = static_cast<uint32_t>(size);
    size_t const end = begin + sizeof(stored) + size;
    endAt(end);
    std::atomic_thread_fence(std::memory_order_release);
    std::memcpy(mBase + begin, &stored, sizeof(stored)); // one unaligned store; x86-64 is little-endian
    mSize.store(end, std::memory_order_release);
}

void EventMemory::endAt(size_t offset) { std::memset(mBase + offset, 0, sizeof(uint32_t)); }

} // namespace workbook::trace
