/** What a shared library exports, needs and leaves open (System V ABI, AMD64 supplement). */
export interface ElfSymbols {
  /** ET_*: 3 is a shared library, 1 an object file, 2 a program. */
  type: number;
  /** EM_*: 62 is x86-64. */
  machine: number;
  /** Other libraries by their SONAME. */
  needed: string[];
  symbols: ElfSymbolEntry[];
  sections: string[];
}

/** One entry of a symbol table. */
export interface ElfSymbolEntry {
  name: string;
  defined: boolean;
  weak: boolean;
  /** Whether it is a variable. */
  data: boolean;
  /** Whether other libraries see it. */
  dynamic: boolean;
  local: boolean;
}

const SHT_SYMTAB = 2;
const SHT_DYNAMIC = 6;
const SHT_DYNSYM = 11;
const DT_NEEDED = 1n;
const SYMBOL_BYTES = 24;
const MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

export function isElf(bytes: Buffer): boolean {
  return bytes.length >= 64 && bytes.subarray(0, 4).equals(MAGIC);
}

/** @returns null where the file is no 64-bit ELF file, or is cut off or destroyed */
export function readElf(bytes: Buffer): ElfSymbols | null {
  if (!isElf(bytes) || bytes[4] !== 2 || bytes[5] !== 1) return null;
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof RangeError) return null; // an offset leads out of the file
    throw error;
  }
}

interface Section {
  name: string;
  type: number;
  link: number;
  content: Buffer;
}

function read(bytes: Buffer): ElfSymbols {
  const sections = readSections(bytes);
  const found: ElfSymbolEntry[] = [];
  const needed: string[] = [];
  for (const { type, link, content } of sections) {
    const strings = sections[link]?.content ?? Buffer.alloc(0);
    if (type === SHT_SYMTAB || type === SHT_DYNSYM)
      found.push(...readSymbols(content, strings, type === SHT_DYNSYM));
    if (type === SHT_DYNAMIC) needed.push(...readNeeded(content, strings));
  }
  return {
    type: bytes.readUInt16LE(16),
    machine: bytes.readUInt16LE(18),
    needed,
    symbols: found,
    sections: sections.map(({ name }) => name),
  };
}

function readSections(bytes: Buffer): Section[] {
  const at = Number(bytes.readBigUInt64LE(40));
  const size = bytes.readUInt16LE(58);
  const headers = Array.from({ length: bytes.readUInt16LE(60) }, (_, i) => at + i * size);
  const sections = headers.map((header) => {
    const type = bytes.readUInt32LE(header + 4);
    const offset = Number(bytes.readBigUInt64LE(header + 24));
    const length = Number(bytes.readBigUInt64LE(header + 32));
    return {
      nameAt: bytes.readUInt32LE(header),
      type,
      link: bytes.readUInt32LE(header + 40),
      // SHT_NOBITS has no bytes in the file.
      content: type === 8 ? Buffer.alloc(0) : bytes.subarray(offset, offset + length),
    };
  });
  const names = sections[bytes.readUInt16LE(62)]?.content ?? Buffer.alloc(0);
  return sections.map(({ nameAt, ...section }) => ({ ...section, name: text(names, nameAt) }));
}

function readSymbols(content: Buffer, strings: Buffer, dynamic: boolean): ElfSymbolEntry[] {
  const count = Math.floor(content.length / SYMBOL_BYTES);
  return Array.from({ length: count }, (_, i) => {
    const entry = content.subarray(i * SYMBOL_BYTES, (i + 1) * SYMBOL_BYTES);
    const info = entry.readUInt8(4);
    return {
      name: text(strings, entry.readUInt32LE(0)),
      defined: entry.readUInt16LE(6) !== 0,
      weak: info >> 4 === 2,
      local: info >> 4 === 0,
      data: (info & 15) === 1,
      dynamic,
    };
  }).filter(({ name }) => name !== '');
}

function readNeeded(content: Buffer, strings: Buffer): string[] {
  const needed: string[] = [];
  for (let at = 0; at + 16 <= content.length; at += 16) {
    if (content.readBigInt64LE(at) === DT_NEEDED)
      needed.push(text(strings, Number(content.readBigUInt64LE(at + 8))));
  }
  return needed;
}

function text(strings: Buffer, at: number): string {
  const end = strings.indexOf(0, at);
  return strings.toString('latin1', at, end < 0 ? strings.length : end);
}
