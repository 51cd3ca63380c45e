#include "device_memory.h"
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <sys/mman.h>
#include <unistd.h>

//! Of native/crash/reporter, which is there where a crash is to be written down.
extern "C" __attribute__((weak)) void workbookNameMemory(void const* begin, std::size_t bytes,
                                                         char const* name);

namespace workbook::emulator {

namespace {
constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = 2 << 20;
constexpr std::size_t kMostFreed = 256;
constexpr std::size_t kMega = 1 << 20;

std::size_t roundUp(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }

//! Half of the machine's memory, or WORKBOOK_CUDA_MEMORY_MB.
std::size_t configuredTotal() {
    if (char const* megabytes = std::getenv("WORKBOOK_CUDA_MEMORY_MB")) {
        std::size_t const bytes = std::strtoull(megabytes, nullptr, 10) * kMega;
        if (bytes != 0)
            return bytes;
    }
    auto const physical = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) * kPage;
    return roundUp(physical / 2, kMega);
}

struct Device {
    std::size_t total = configuredTotal();
    std::size_t reserved = 2 * total; //!< addresses, so that fragmentation costs none of the memory
    std::size_t used = 0;
    std::uintptr_t base = 0;
    std::uint64_t allocations = 0;
    std::map<std::uintptr_t, std::unique_ptr<Allocation>> live;
    std::deque<AllocationRecord> freed; //!< the last ones
    Allocation* firstOpen = nullptr;
    std::atomic_flag openLock = ATOMIC_FLAG_INIT;

    Device() {
        void* made = mmap(nullptr, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (made == MAP_FAILED)
            return;
        madvise(made, reserved, MADV_DONTDUMP);
        base = reinterpret_cast<std::uintptr_t>(made);
        if (workbookNameMemory)
            workbookNameMemory(made, reserved, "device memory");
    }
};

Device& device() {
    static Device& made = *new Device;
    return made;
}

//! First fit; the page behind every allocation stays free. \return 0 where nothing fits.
std::uintptr_t findGap(Device& memory, std::size_t pageBytes) {
    std::size_t const alignment = pageBytes < kHugePage ? kPage : kHugePage;
    std::uintptr_t candidate =
        roundUp(memory.base + kHugePage, alignment); // so that what is just before counts as ours
    for (auto const& [address, allocation] : memory.live) {
        if (candidate + pageBytes + kPage <= address)
            return candidate;
        candidate = std::max(candidate, roundUp(address + allocation->pageBytes + kPage, alignment));
    }
    return candidate + pageBytes + kPage <= memory.base + memory.reserved ? candidate : 0;
}

void release(Device& memory, Allocation const& allocation) {
    auto* const pages = reinterpret_cast<void*>(allocation.address);
    madvise(pages, allocation.pageBytes, MADV_DONTNEED);
    if (allocation.pageBytes >= kHugePage)
        madvise(pages, allocation.pageBytes, MADV_NOHUGEPAGE);
    memory.used -= allocation.pageBytes;
    memory.freed.push_front({allocation.address, allocation.bytes, allocation.number});
    if (memory.freed.size() > kMostFreed)
        memory.freed.pop_back();
}
} // namespace

void* allocateDevice(std::size_t bytes) {
    Device& memory = device();
    std::size_t const pageBytes = roundUp(bytes, kPage);
    if (memory.base == 0 || bytes > memory.total || memory.used + pageBytes > memory.total)
        return nullptr;
    std::uintptr_t const address = findGap(memory, pageBytes);
    if (address == 0)
        return nullptr;
    auto made = std::make_unique<Allocation>();
    made->address = address;
    made->bytes = bytes;
    made->pageBytes = pageBytes;
    made->number = ++memory.allocations;
    memory.live.emplace(address, std::move(made));
    memory.used += pageBytes;
    if (std::size_t const huge = pageBytes / kHugePage * kHugePage)
        madvise(reinterpret_cast<void*>(address), huge, MADV_HUGEPAGE);
    return reinterpret_cast<void*>(address);
}

bool freeDevice(void* pointer) {
    Device& memory = device();
    auto const found = memory.live.find(reinterpret_cast<std::uintptr_t>(pointer));
    if (found == memory.live.end())
        return false;
    release(memory, *found->second);
    memory.live.erase(found);
    return true;
}

void freeAllDevice() {
    Device& memory = device();
    for (auto const& entry : memory.live)
        release(memory, *entry.second);
    memory.live.clear();
}

Allocation* findAllocation(std::uintptr_t address) {
    Device& memory = device();
    auto next = memory.live.upper_bound(address);
    if (next == memory.live.begin())
        return nullptr;
    Allocation& before = *std::prev(next)->second;
    return address < before.address + before.pageBytes ? &before : nullptr;
}

Neighbours findNeighbours(std::uintptr_t address) {
    static thread_local AllocationRecord before, after;
    Device const& memory = device();
    Neighbours found;
    auto const next = memory.live.upper_bound(address);
    if (next != memory.live.end()) {
        after = {next->second->address, next->second->bytes, next->second->number};
        found.after = &after;
    }
    if (next != memory.live.begin()) {
        Allocation const& last = *std::prev(next)->second;
        before = {last.address, last.bytes, last.number};
        found.before = &before;
        if (address < last.address + last.pageBytes)
            return found; // in its last page's rest
    }
    for (AllocationRecord const& one : memory.freed) {
        if (address - one.address >= one.bytes)
            continue;
        found.freed = &one;
        break;
    }
    return found;
}

bool isDeviceAddress(std::uintptr_t address) {
    Device const& memory = device();
    return memory.base != 0 && address - memory.base < memory.reserved;
}

void openAllocation(Allocation& allocation) {
    Device& memory = device();
    while (memory.openLock.test_and_set(std::memory_order_acquire)) {
    }
    if (!allocation.open) {
        mprotect(reinterpret_cast<void*>(allocation.address), allocation.pageBytes, PROT_READ | PROT_WRITE);
        allocation.open = true;
        allocation.nextOpen = memory.firstOpen;
        memory.firstOpen = &allocation;
    }
    memory.openLock.clear(std::memory_order_release);
}

void closeAllocations() {
    Device& memory = device();
    while (Allocation* open = memory.firstOpen) {
        memory.firstOpen = open->nextOpen;
        open->open = false;
        mprotect(reinterpret_cast<void*>(open->address), open->pageBytes, PROT_NONE);
    }
}

std::size_t deviceMemoryTotal() { return device().total; }
std::size_t deviceMemoryUsed() { return device().used; }

} // namespace workbook::emulator
