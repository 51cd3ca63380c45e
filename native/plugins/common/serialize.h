#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

//! Values to bytes and back, one after another and without padding: what serialize() writes, the constructor
//! that deserializePlugin() calls reads in the same order. The bytes carry no names and no types, so the
//! order of the calls *is* the file format: a value added, dropped or widened on one side only makes every
//! value behind it wrong.
namespace workbook {

// ANCHOR: serialise-value
//! Writes the bytes of `value` and moves `*buffer` behind them.
//! \param buffer In: where to write, any alignment. Out: sizeof(T) bytes further.
template <typename T> void serialize_value(void** buffer, T const& value) noexcept {
    static_assert(std::is_trivially_copyable<T>::value && !std::is_pointer<T>::value,
                  "bytes of a pointer or of an object that owns memory mean nothing in another process");
    std::memcpy(*buffer, &value, sizeof value);
    *buffer = static_cast<uint8_t*>(*buffer) + sizeof value;
}
// ANCHOR_END: serialise-value

// ANCHOR: deserialise-value
//! Reads the bytes of `*value` and moves `*buffer` behind them.
//! \param buffer In: where to read, any alignment. Out: sizeof(T) bytes further.
//! \param length In: bytes that are left. Out: sizeof(T) fewer.
//! \return false, with nothing changed, when fewer than sizeof(T) bytes are left.
template <typename T>
[[nodiscard]] bool deserialize_value(void const** buffer, size_t* length, T* value) noexcept {
    static_assert(std::is_trivially_copyable<T>::value && !std::is_pointer<T>::value,
                  "bytes of a pointer or of an object that owns memory mean nothing in another process");
    if (*buffer == nullptr || *length < sizeof *value) {
        return false;
    }
    std::memcpy(value, *buffer, sizeof *value);
    *buffer = static_cast<uint8_t const*>(*buffer) + sizeof *value;
    *length -= sizeof *value;
    return true;
}
// ANCHOR_END: deserialise-value

//! A bool is one byte, 0 or 1; a bool holding any other byte would be undefined behaviour, so that is refused
//! too.
template <>
[[nodiscard]] inline bool deserialize_value(void const** buffer, size_t* length, bool* value) noexcept {
    static_assert(sizeof(bool) == 1, "the layout of serialised plugins counts on it");
    if (*buffer == nullptr || *length < 1 || *static_cast<uint8_t const*>(*buffer) > 1) {
        return false;
    }
    uint8_t byte = 0;
    bool const read = deserialize_value(buffer, length, &byte);
    *value = byte == 1;
    return read;
}

//! Bytes that the values take when serialised: the sum of their sizes, which is less than a struct of them
//! with its padding.
template <typename... T> constexpr size_t serialized_size(T const&...) noexcept {
    return (sizeof(T) + ... + 0);
}

} // namespace workbook
