#pragma once

#include <string>

namespace workbook::registry {

//! A copy of a file under a path that no file had before, inside a temporary folder of this process.
//!
//! The folder goes when the process ends; one that a crashed process left is removed by the next process that
//! needs one.
class PrivateCopy {
public:
    //! \throws std::runtime_error naming the path, where it cannot be read or copied.
    explicit PrivateCopy(std::string const& path);

    std::string const& file() const { return mFile; }

    //! Links the original's neighbours (*.so*) beside the copy. \return Whether there was one.
    bool linkNeighbours() const;

private:
    std::string mOriginal;
    std::string mFile;
};

} // namespace workbook::registry
