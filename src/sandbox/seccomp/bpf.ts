/** One instruction of classic BPF, as the kernel runs it over `struct seccomp_data`. See Linux, `linux/filter.h` and `linux/bpf_common.h`. */
export interface Instruction {
  code: number;
  /** Instructions to skip if the comparison holds, and if it does not. */
  jumpTrue: number;
  jumpFalse: number;
  /** The operand. */
  k: number;
}

const LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const JUMP_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const JUMP_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K

/** Where the words of `struct seccomp_data` are, in bytes. */
export const SYSCALL_NUMBER = 0;
export const ARCHITECTURE = 4;

/** The lower half of a system call's argument; x86-64 is little-endian. */
export function argument(index: number): number {
  return 16 + 8 * index;
}

export function load(offset: number): Instruction {
  return { code: LOAD_WORD, jumpTrue: 0, jumpFalse: 0, k: offset };
}

export function and(mask: number): Instruction {
  return { code: AND, jumpTrue: 0, jumpFalse: 0, k: mask };
}

export function returns(action: number): Instruction {
  return { code: RETURN, jumpTrue: 0, jumpFalse: 0, k: action };
}

/** Skips the next instructions unless the comparison holds. */
export function unless(
  how: 'equal' | 'anyBit' | 'atLeast',
  k: number,
  skipped: number,
): Instruction {
  const code = { equal: JUMP_EQUAL, anyBit: JUMP_ANY_BIT, atLeast: JUMP_AT_LEAST }[how];
  return { code, jumpTrue: 0, jumpFalse: skipped, k };
}

/** The program as bytes: `struct sock_filter` after `struct sock_filter`. */
export function assemble(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(({ code, jumpTrue, jumpFalse, k }, index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  });
  return bytes;
}
