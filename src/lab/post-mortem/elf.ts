import { closeSync, openSync, readSync } from 'node:fs';

/** A loadable part of a library: file offsets from `offset` on are the addresses from `address` on. */
interface Segment {
  offset: bigint;
  address: bigint;
  size: bigint;
}

/** A function or variable of a library. */
interface ElfSymbol {
  address: bigint;
  size: bigint;
}

const ELF_64_LITTLE_ENDIAN = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
const HEADER_BYTES = 64;
const PT_LOAD = 1;
const SHT_SYMTAB = 2;
const SHT_DYNSYM = 11;
/** Of a table: more would not be one of a library. */
const MOST_BYTES = 2 ** 28;

/** What addresses of an ELF file mean (System V ABI, AMD64 supplement). A file that is none or cannot be read knows nothing. */
export class ElfFile {
  private readonly segments: Segment[];
  private readonly symbols: ElfSymbol[];

  constructor(path: string) {
    const read = fileReader(path);
    const header = read?.(0, HEADER_BYTES) ?? Buffer.alloc(0);
    const known =
      header.length === HEADER_BYTES && header.compare(ELF_64_LITTLE_ENDIAN, 0, 6, 0, 6) === 0;
    this.segments = read && known ? readSegments(read, header) : [];
    this.symbols = read && known ? readSymbols(read, header) : [];
    read?.close();
  }

  /** The address that a file offset has in the library's own numbering, which its debug information uses. */
  addressOfOffset(offset: bigint): bigint {
    const found = this.segments.find(
      (each) => offset >= each.offset && offset < each.offset + each.size,
    );
    return found ? offset - found.offset + found.address : offset;
  }

  /** Whether a symbol covers an address. Where none does, tools name the one before it, which is wrong. */
  hasSymbolAt(address: bigint): boolean {
    return this.symbols.some(
      (each) => address >= each.address && address < each.address + each.size,
    );
  }
}

function readSegments(read: FileReader, header: Buffer): Segment[] {
  const table = { at: header.readBigUInt64LE(32), size: header.readUInt16LE(54) };
  return entries(read, { ...table, count: header.readUInt16LE(56) }, 56)
    .filter((entry) => entry.readUInt32LE(0) === PT_LOAD)
    .map((entry) => ({
      offset: entry.readBigUInt64LE(8),
      address: entry.readBigUInt64LE(16),
      size: entry.readBigUInt64LE(32),
    }));
}

function readSymbols(read: FileReader, header: Buffer): ElfSymbol[] {
  const table = { at: header.readBigUInt64LE(40), size: header.readUInt16LE(58) };
  return entries(read, { ...table, count: header.readUInt16LE(60) }, 64)
    .filter((section) => [SHT_SYMTAB, SHT_DYNSYM].includes(section.readUInt32LE(4)))
    .flatMap((section) => {
      const size = Number(section.readBigUInt64LE(56));
      const count = size > 0 ? Number(section.readBigUInt64LE(32)) / size : 0;
      return entries(read, { at: section.readBigUInt64LE(24), size, count }, 24);
    })
    .map((entry) => ({ address: entry.readBigUInt64LE(8), size: entry.readBigUInt64LE(16) }))
    .filter(({ size }) => size > 0n);
}

/** The entries of a table that have at least `least` bytes. */
function entries(
  read: FileReader,
  { at, size, count }: { at: bigint; size: number; count: number },
  least: number,
): Buffer[] {
  if (size < least || size * count > MOST_BYTES) return [];
  const table = read(Number(at), size * Math.floor(count));
  const whole = Math.floor(table.length / size);
  return Array.from({ length: whole }, (_, i) => table.subarray(i * size, (i + 1) * size));
}

interface FileReader {
  (at: number, size: number): Buffer;
  close(): void;
}

function fileReader(path: string): FileReader | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null; // the library was removed, or is another user's
  }
  const read = (at: number, size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, readSync(file, bytes, 0, size, at));
  };
  return Object.assign(read, { close: () => closeSync(file) });
}
