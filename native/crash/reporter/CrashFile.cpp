#include "CrashFile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace workbook::crash {
namespace {

//! Above what programs number their own files with.
constexpr int kDESCRIPTORS[] = {900, 200, 60};

} // namespace

bool CrashFile::open(char const* path) {
    if (std::strlen(path) >= sizeof(mPath)) {
        return false;
    }
    std::strcpy(mPath, path);
    reopenIfLost();
    return mFile >= 0;
}

void CrashFile::reopenIfLost() {
    struct stat now{};
    if (mFile >= 0 && fstat(mFile, &now) == 0 && now.st_dev == mDevice && now.st_ino == mInode) {
        return;
    }
    mFile = -1;
    int const opened = ::open(mPath, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (opened < 0) {
        return;
    }
    for (int const wanted : kDESCRIPTORS) {
        mFile = mFile < 0 ? fcntl(opened, F_DUPFD_CLOEXEC, wanted) : mFile;
    }
    if (mFile < 0) {
        mFile = opened;
    } else {
        close(opened);
    }
    if (fstat(mFile, &now) == 0) {
        mDevice = now.st_dev;
        mInode = now.st_ino;
    }
}

void CrashFile::write(char const* text, size_t size) {
    while (size > 0) {
        ssize_t const written = ::write(mFile, text, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return; // a full disk: nothing more can be said
        }
        text += written;
        size -= static_cast<size_t>(written);
    }
}

bool CrashFile::copy(char const* path) {
    int const from = ::open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0) {
        return false;
    }
    char part[4096];
    for (ssize_t size = 0; (size = read(from, part, sizeof(part))) > 0;) {
        write(part, static_cast<size_t>(size));
    }
    close(from);
    return true;
}

bool CrashFile::hasSibling(char const* suffix, uint64_t number) const {
    char path[kMOST_PATH + 64];
    size_t size = std::strlen(mPath);
    std::memcpy(path, mPath, size);
    for (; *suffix != '\0'; ++suffix) {
        path[size++] = *suffix;
    }
    char digits[20];
    int count = 0;
    do {
        digits[count++] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) {
        path[size++] = digits[--count];
    }
    path[size] = '\0';
    return access(path, F_OK) == 0;
}

bool CrashFile::isThere() const { return access(mPath, F_OK) == 0; }

void Line::append(char c) {
    if (mSize < sizeof(mText) - 1) { // room for the line's end
        mText[mSize++] = c;
    }
}

Line& Line::text(char const* words) {
    for (; *words != '\0'; ++words) {
        append(*words);
    }
    return *this;
}

Line& Line::number(int64_t value) {
    auto magnitude = static_cast<uint64_t>(value);
    if (value < 0) {
        append('-');
        magnitude = 0 - magnitude;
    }
    char digits[20];
    int count = 0;
    do {
        digits[count++] = static_cast<char>('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude > 0);
    while (count > 0) {
        append(digits[--count]);
    }
    return *this;
}

Line& Line::hex(uint64_t value) {
    text("0x");
    int shift = 60;
    while (shift > 0 && (value >> shift) == 0) {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
        append("0123456789abcdef"[(value >> shift) & 15]);
    }
    return *this;
}

void Line::writeTo(CrashFile& file) {
    mText[mSize++] = '\n';
    file.write(mText, mSize);
}

} // namespace workbook::crash
