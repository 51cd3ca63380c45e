#pragma once

#include <cstddef>
#include <cstdint>
#include <sys/types.h>

namespace workbook::crash {

//! The file that a crash is written to, opened before anything can go wrong. Several processes may append to
//! it. Everything but open() may be called in a signal handler: no memory is allocated and nothing is locked.
class CrashFile {
public:
    //! \return false where the file cannot be opened
    bool open(char const* path);
    //! Looks whether the descriptor is still this file's: a program may close what it did not open.
    void reopenIfLost();
    void write(char const* text, size_t size);
    //! Appends the content of another file. \return false where it cannot be read
    bool copy(char const* path);
    //! Whether a file exists whose name is this one's and `suffix`.
    bool hasSibling(char const* suffix, uint64_t number) const;
    bool isThere() const;

private:
    static constexpr size_t kMOST_PATH = 4096;

    char mPath[kMOST_PATH]{};
    int mFile{-1};
    dev_t mDevice{};
    ino_t mInode{};
};

//! One line, put together on the stack and written at once.
class Line {
public:
    explicit Line(char const* begin) { text(begin); }
    Line& text(char const* words);
    Line& number(int64_t value);
    Line& hex(uint64_t value);
    void writeTo(CrashFile& file);

private:
    void append(char c);

    char mText[512];
    size_t mSize{0};
};

} // namespace workbook::crash
