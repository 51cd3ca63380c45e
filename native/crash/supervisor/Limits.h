#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace workbook::supervisor {

//! What a command may use; 0 is no limit.
struct Limits {
    int64_t timeMs{0};            //!< wall clock
    int64_t cpuMs{0};             //!< user and system time of all its processes
    int64_t memoryBytes{0};       //!< resident memory of all its processes
    int64_t addressSpaceBytes{0}; //!< writable private memory of one process, touched or not
    int64_t processes{0};
    int64_t fileBytes{0}; //!< the largest file that it may write
    int64_t lookMs{40};   //!< time between two looks at its processes
};

//! The supervisor's command line: `NAME=VALUE… -- COMMAND…`.
struct Task {
    int statusFile{-1};    //!< where what happens is told, and which the parent's end closes
    std::string crashFile; //!< "" where nobody writes crashes down
    std::string startFile; //!< the clock begins once it is there; "" where it begins at once
    Limits limits;
    std::vector<char*> command; //!< ends with a null pointer
};

//! \return false where the command line is none
bool readTask(int argc, char** argv, Task& task);

} // namespace workbook::supervisor
