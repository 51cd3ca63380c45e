//! What memcheck and racecheck found, and how a kernel last failed.
//!
//! The checks see files that the compiler driver compiled with `--check`. memcheck is on for them unless
//! WORKBOOK_CUDA_CHECK or workbookSetChecks() say otherwise; racecheck is off. The variable holds `memcheck`,
//! `racecheck`, both with a comma, or `none`.
#pragma once
#include "../vector_types.h"
#include <cstddef>
#include <cstdint>

extern "C" {

enum WorkbookChecks { workbookCheckNone = 0, workbookMemcheck = 1, workbookRacecheck = 2 };

//! Which checks instrumented code makes from the next launch on.
void workbookSetChecks(int checks);
int workbookGetChecks();

enum WorkbookReportKind {
    workbookFault = 0,        //!< found by the CPU: an unmapped page, a trap, an assertion
    workbookOutOfBounds = 1,  //!< outside every allocation, variable and stack of the thread
    workbookUseAfterFree = 2, //!< inside an allocation that was freed
    workbookHostMemory = 3,   //!< memory that only the host may use
    workbookMisaligned = 4,   //!< the address is no multiple of the access's size
    workbookRace = 5          //!< shared memory, another thread, no barrier between
};

//! One finding.
struct WorkbookReport {
    int kind;           //!< WorkbookReportKind
    int error;          //!< cudaError_t that the launch ends with; 0 for a race
    char const* kernel; //!< `ns::scale<float>`; valid as long as the process
    uint3 block, thread;
    uint3 otherThread; //!< of a race: who accessed the same byte before
    int write;         //!< whether the access is a write
    int otherWrite;    //!< of a race: whether the one before was
    int shared;        //!< whether it is about shared memory
    std::uint64_t address;
    std::uint64_t bytes;      //!< of the access
    std::uint64_t allocation; //!< number of the nearest allocation (1 is the process's first), or 0
    std::uint64_t allocationAddress, allocationBytes;
    std::int64_t
        distance; //!< bytes from the allocation's end (positive) or start (negative) to the access; 0 inside
    std::uint64_t code; //!< the instruction, or 0 where it is not known
    char text[512];     //!< all of this in words
};

//! How many findings there are since the process began or they were cleared.
std::size_t workbookReportCount();
//! \return false if there is no such finding
bool workbookReadReport(std::size_t index, struct WorkbookReport* report);
void workbookClearReports();
}
