//! memcheck: whether kernel code may use an address.
#include "checks.h"
#include "device_memory.h"
#include "launch_log.h"
#include "memory_map.h"
#include "worker.h"
#include <cinttypes>
#include <cstdio>
#include <link.h>

namespace workbook::emulator {

namespace {
//! Whether a range lies in a loaded library or the program: constants, tables, device variables.
bool inModule(std::uintptr_t begin, std::uintptr_t end) {
    struct Range {
        std::uintptr_t begin, end;
    } wanted{begin, end};
    auto const visit = [](dl_phdr_info* module, std::size_t, void* data) {
        auto const& range = *static_cast<Range const*>(data);
        for (int i = 0; i < module->dlpi_phnum; ++i) {
            auto const& segment = module->dlpi_phdr[i];
            std::uintptr_t const start = module->dlpi_addr + segment.p_vaddr;
            if (segment.p_type == PT_LOAD && range.begin >= start && range.end <= start + segment.p_memsz)
                return 1;
        }
        return 0;
    };
    return dl_iterate_phdr(visit, &wanted) != 0;
}

//! Whether it is near this OS thread's control block, where threadIdx and its kin are.
bool inThreadStorage(std::uintptr_t address) {
    auto const here = reinterpret_cast<std::uintptr_t>(&threadIdx);
    constexpr std::uintptr_t kReach = 64 * 1024;
    return address - (here - kReach) < 2 * kReach;
}

bool isAllowed(Worker& worker, Access const& access) {
    std::uintptr_t const begin = access.address, end = begin + access.bytes;
    if (worker.ownsStack(begin) && worker.ownsStack(end - 1))
        return true;
    if (isDeviceAddress(begin)) {
        Allocation const* const allocation = findAllocation(begin);
        return allocation && end <= allocation->address + allocation->bytes;
    }
    if (worker.sharedArena().contains(begin))
        return worker.sharedArena().isVariable(begin, access.bytes);
    if (HostRange const* range = findHostRange(begin))
        return end <= range->address + range->bytes;
    auto const arguments = reinterpret_cast<std::uintptr_t>(worker.launch().arguments);
    if (begin >= arguments && end <= arguments + worker.launch().argumentBytes)
        return true;
    return inThreadStorage(begin) || inModule(begin, end);
}

//! Fills in the allocation that an address is in or near.
void describeAllocation(WorkbookReport& found) {
    Neighbours const near = findNeighbours(found.address);
    AllocationRecord const* nearest = near.freed;
    if (nearest) {
        found.kind = workbookUseAfterFree;
    } else if (near.before && (!near.after || found.address - near.before->address - near.before->bytes <=
                                                  near.after->address - found.address)) {
        nearest = near.before;
        std::uintptr_t const end = nearest->address + nearest->bytes;
        // An access may begin inside and end outside.
        found.distance = static_cast<std::int64_t>(found.address >= end ? found.address - end : 0);
    } else if (near.after) {
        nearest = near.after;
        found.distance = -static_cast<std::int64_t>(nearest->address - found.address);
    }
    if (!nearest)
        return;
    found.allocation = nearest->number;
    found.allocationAddress = nearest->address;
    found.allocationBytes = nearest->bytes;
}

void describePlace(WorkbookReport const& found, char* text, std::size_t room) {
    if (found.allocation != 0 && found.kind == workbookUseAfterFree) {
        std::snprintf(text, room,
                      "inside the freed allocation #%" PRIu64 " of %" PRIu64 " bytes at 0x%" PRIx64,
                      found.allocation, found.allocationBytes, found.allocationAddress);
    } else if (found.allocation != 0) {
        std::snprintf(text, room,
                      "%" PRId64 " bytes %s allocation #%" PRIu64 " of %" PRIu64 " bytes at 0x%" PRIx64,
                      found.distance < 0 ? -found.distance : found.distance,
                      found.distance < 0 ? "before" : "behind the end of", found.allocation,
                      found.allocationBytes, found.allocationAddress);
    } else if (found.shared != 0) {
        std::snprintf(text, room, "outside the shared memory that the block declares and was launched with");
    } else if (found.address < 4096) {
        std::snprintf(text, room, "the pointer is null");
    } else {
        std::snprintf(text, room, "it is no device memory: only the host may use it");
    }
}

[[noreturn]] void fail(Worker& worker, Access const& access, bool misaligned) {
    WorkbookReport found{};
    found.kind = misaligned ? workbookMisaligned : workbookOutOfBounds;
    found.error = misaligned ? cudaErrorMisalignedAddress : cudaErrorIllegalAddress;
    found.kernel = kernelName(worker.launch().kernel);
    found.block = blockIdx;
    found.thread = threadIdx;
    found.write = access.write;
    found.address = access.address;
    found.bytes = access.bytes;
    found.code = reinterpret_cast<std::uintptr_t>(access.code) - 1;
    found.shared = worker.sharedArena().contains(access.address);
    char place[256];
    if (misaligned) {
        std::snprintf(place, sizeof place, "the address is no multiple of %zu", access.bytes);
    } else {
        if (isDeviceAddress(access.address))
            describeAllocation(found);
        else if (found.shared == 0)
            found.kind = workbookHostMemory;
        describePlace(found, place, sizeof place);
    }
    std::snprintf(found.text, sizeof found.text,
                  "%s %s of %zu bytes at 0x%" PRIx64 " by %s, block (%u,%u,%u), thread (%u,%u,%u): %s",
                  misaligned ? "misaligned" : "invalid", access.write ? "write" : "read", access.bytes,
                  found.address, found.kernel, found.block.x, found.block.y, found.block.z, found.thread.x,
                  found.thread.y, found.thread.z, place);
    report(found);
    worker.abandon(static_cast<cudaError_t>(found.error), access.address, true);
}
} // namespace

void checkAccess(Worker& worker, Access const& access) {
    if (checking(workbookMemcheck)) {
        if (access.aligned && access.bytes > 1 && access.address % access.bytes != 0)
            fail(worker, access, true);
        if (!isAllowed(worker, access))
            fail(worker, access, false);
    }
    if (checking(workbookRacecheck) && worker.sharedArena().contains(access.address))
        worker.checkRace(access);
}

} // namespace workbook::emulator
