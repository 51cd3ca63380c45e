#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

namespace workbook::trace {

//! Append-only storage of events at one address: a reserved range that is mapped chunk by chunk, of a file
//! where a path is given, so that what was committed survives a crash of the process.
//!
//! An event is a 32-bit little-endian payload size and the payload. The size is stored last: what a reader
//! finds by walking the sizes is complete, and the first size of 0 ends it. One writer at a time; readers
//! need no lock.
class EventMemory {
public:
    EventMemory();
    EventMemory(EventMemory const&) = delete;
    EventMemory& operator=(EventMemory const&) = delete;

    //! Forgets everything. \param path "" for memory only; an existing file is overwritten.
    //! \throws std::system_error where the file cannot be made; the storage is empty and usable then.
    void reset(std::string const& path);

    //! Where the next event's payload, of at most `most` bytes, may be written. \return nullptr where there
    //! is no room left: the event is dropped.
    uint8_t* room(size_t most);
    //! Appends the event whose payload was written there. \param size At least 1.
    void commit(size_t size);

    uint8_t const* data() const { return mBase; }
    //! Bytes committed.
    size_t size() const { return mSize.load(std::memory_order_acquire); }

private:
    bool grow(size_t needed);
    void closeFile();
    void endAt(size_t offset);

    uint8_t* mBase{nullptr};
    size_t mReserved{0}; //!< bytes of address space
    size_t mMapped{0};   //!< bytes of it that may be written
    std::atomic<size_t> mSize{0};
    int mFile{-1};
};

} // namespace workbook::trace
