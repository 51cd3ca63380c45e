#include "division.h"
#include <cstdint>
#include <cstring>

namespace workbook::emulator {

namespace {
//! Registers by their number in an instruction.
constexpr int kRegisters[16] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                                REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};

template <class T> T read(std::uint8_t const*& at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    at += sizeof value;
    return value;
}

//! Moves behind the memory operand that a ModRM byte begins. \return its address
std::uint64_t memoryOperand(std::uint8_t const*& at, unsigned mod, unsigned rm, unsigned rex,
                            greg_t const* registers) {
    auto const value = [&](unsigned number) {
        return static_cast<std::uint64_t>(registers[kRegisters[number]]);
    };
    std::uint64_t address = 0;
    bool const relative = mod == 0 && rm == 5;
    if (rm == 4) {
        unsigned const sib = *at++;
        unsigned const index = (sib >> 3 & 7) | (rex & 2) << 2, base = (sib & 7) | (rex & 1) << 3;
        if (index != 4)
            address += value(index) << (sib >> 6);
        if (mod == 0 && (sib & 7) == 5)
            address += static_cast<std::uint64_t>(std::int64_t{read<std::int32_t>(at)});
        else
            address += value(base);
    } else if (!relative) {
        address = value(rm | (rex & 1) << 3);
    }
    if (mod == 1)
        address += static_cast<std::uint64_t>(std::int64_t{read<std::int8_t>(at)});
    if (mod == 2 || relative)
        address += static_cast<std::uint64_t>(std::int64_t{read<std::int32_t>(at)});
    return relative ? address + reinterpret_cast<std::uint64_t>(at) : address;
}
} // namespace

bool finishDivision(greg_t* registers) {
    auto const* at = reinterpret_cast<std::uint8_t const*>(registers[REG_RIP]);
    bool const shortOperand = *at == 0x66;
    if (shortOperand)
        ++at;
    unsigned const rex = (*at & 0xf0) == 0x40 ? *at++ & 15u : 0;
    if (*at++ != 0xf7)
        return false; // 8-bit divisions do not come from C++ integers
    unsigned const modrm = *at++, operation = modrm >> 3 & 7;
    if (operation != 6 && operation != 7)
        return false;
    std::uint64_t divisor;
    if (modrm >> 6 == 3) {
        divisor = static_cast<std::uint64_t>(registers[kRegisters[(modrm & 7) | (rex & 1) << 3]]);
    } else {
        std::uint64_t const address = memoryOperand(at, modrm >> 6, modrm & 7, rex, registers);
        std::size_t const bytes = (rex & 8) != 0 ? 8 : shortOperand ? 2 : 4;
        divisor = 0;
        std::memcpy(&divisor, reinterpret_cast<void const*>(address), bytes);
    }
    std::uint64_t const width = (rex & 8) != 0 ? ~0ull : shortOperand ? 0xffffull : 0xffffffffull;
    auto const dividend = static_cast<std::uint64_t>(registers[REG_RAX]);
    bool const byZero = (divisor & width) == 0;
    std::uint64_t const quotient = byZero ? width : dividend & width;
    std::uint64_t const remainder = byZero ? dividend & width : 0;
    // A 16-bit result leaves the rest of its register alone.
    std::uint64_t const kept = shortOperand ? ~0xffffull : 0;
    registers[REG_RAX] = static_cast<greg_t>((dividend & kept) | quotient);
    registers[REG_RDX] =
        static_cast<greg_t>((static_cast<std::uint64_t>(registers[REG_RDX]) & kept) | remainder);
    registers[REG_RIP] = reinterpret_cast<greg_t>(at);
    return true;
}

} // namespace workbook::emulator
