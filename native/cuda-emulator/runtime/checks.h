//! memcheck and racecheck: what instrumented code calls before every access.
#pragma once
#include "shared_arena.h"
#include "workbook/checks.h"
#include "workbook/kernel.h"
#include <memory>
#include <vector>

namespace workbook::emulator {

class Worker;
struct KernelFault;

//! One access to memory by kernel code.
struct Access {
    std::uintptr_t address;
    std::size_t bytes;
    bool write;
    bool atomic;
    bool aligned;               //!< the code relies on natural alignment
    void const* code = nullptr; //!< behind the instruction
};

//! Checks an access; a fault that memcheck finds ends the launch.
void checkAccess(Worker& worker, Access const& access);

//! Remembers who used each byte of a worker's shared memory since the last barrier.
class SharedHistory {
public:
    //! \param interval a number that changes with every barrier and block
    //! \param warpInterval a number that changes with every synchronisation of the thread's warp
    //! \return whether this access conflicts with one before; then `other` is that one's thread and
    //! `otherWrite` its kind
    bool conflicts(std::size_t offset, Access const& access, unsigned int thread, std::uint32_t interval,
                   std::uint32_t warpInterval, unsigned int& other, bool& otherWrite);

private:
    struct Use {
        std::uint32_t interval = 0, warpInterval = 0;
        std::uint16_t thread = 0,
                      another = 0; //!< the last one, and one that is not it, where there were several
        bool otherLanes = false;   //!< also other lanes of its warp, since the warp last met
        bool otherWarps = false;
    };
    struct Byte {
        Use write, read;
    };
    static bool ordered(Use const& use, unsigned int thread, std::uint32_t warpInterval);
    std::vector<Byte> mBytes;
};

//! Keeps a finding and prints it to standard error, the first ones of a launch at least.
void report(WorkbookReport const& found);

//! Keeps how a kernel failed when no check has said so already.
void reportFault(KernelInfo& kernel, KernelFault const& fault);

//! Whether a check is on.
bool checking(int check);

} // namespace workbook::emulator
