#pragma once

#include "Confinement.h"

namespace workbook::sandbox {

//! How the command ended.
struct CommandEnd {
    int error{0};  //!< the errno that says why it could not be started, or 0
    int status{0}; //!< as waitpid() gives it
};

//! Runs the command in a session of its own, confined, and waits for it and for what it leaves behind and
//! ends before it.
//! \param argv ends with a null pointer
//! \param files how many descriptors, from 0 on, the command is given
CommandEnd run(char** argv, Confinement const& confinement, int files);

//! Processes of this namespace besides the first, which this one is.
int countOthers();

} // namespace workbook::sandbox
