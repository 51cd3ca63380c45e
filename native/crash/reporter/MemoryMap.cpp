#include "MemoryMap.h"

#include <cstddef>
#include <fcntl.h>
#include <unistd.h>

namespace workbook::crash {
namespace {

//! One line, `BEGIN-END rwxp OFFSET DEVICE INODE   PATH`, read character by character.
class MapLine {
public:
    //! \return whether the line has ended
    bool feed(char c) {
        if (c == '\n') {
            return true;
        }
        if (c == ' ') {
            mField += mInField ? 1 : 0;
            mInField = false;
            return false;
        }
        bool const first = !mInField;
        mInField = true;
        switch (mField) {
        case 0:
            if (c == '-') {
                mSecond = true;
            } else {
                uint64_t& bound = mSecond ? mEnd : mBegin;
                bound = bound * 16 + static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
            }
            break;
        case 1:
            mExecutable = mExecutable || c == 'x';
            break;
        case 5:
            mFromFile = mFromFile || (first && c == '/');
            break;
        default:
            break;
        }
        return false;
    }
    bool holds(uint64_t address) const { return address >= mBegin && address < mEnd; }
    bool executable() const { return mExecutable; }
    bool fromFile() const { return mFromFile; }

private:
    uint64_t mBegin{0};
    uint64_t mEnd{0};
    int mField{0};
    bool mInField{true};
    bool mSecond{false};
    bool mExecutable{false};
    bool mFromFile{false};
};

} // namespace

Mapping findMapping(uint64_t address) {
    Mapping found;
    int const file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return found;
    }
    char part[4096];
    MapLine line;
    for (ssize_t size = 0; !found.found && (size = read(file, part, sizeof(part))) > 0;) {
        for (ssize_t i = 0; i < size; ++i) {
            if (!line.feed(part[i])) {
                continue;
            }
            if (line.holds(address)) {
                found = {true, line.executable(), line.fromFile()};
                break;
            }
            line = MapLine();
        }
    }
    close(file);
    return found;
}

} // namespace workbook::crash
