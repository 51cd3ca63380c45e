/** What native/crash/reporter wrote: lines, some of which may be missing where writing them failed too. */

/** A crash as the process itself saw it: numbers and addresses. */
export interface RawCrash {
  process: number;
  /** The same process as it numbers itself: in a PID namespace it sees other numbers. */
  ownProcess: number;
  thread: { id: number; name: string };
  signal: number;
  /** `si_code`: above 0 where the processor or the kernel raised the signal. */
  code: number;
  /** The process that sent the signal, where one did. */
  sender: number | null;
  /** The address that was used. */
  address: bigint | null;
  access: 'read' | 'write' | 'execute' | 'unknown';
  /** What the memory at the address is, where a library has said so: `device memory`. */
  memory: string | null;
  /** Instruction and stack pointer. */
  pc: bigint;
  sp: bigint;
  mappings: Mapping[];
  frames: RawFrame[];
  /** How many frames of a very deep stack were left out, and behind which frame. */
  skipped: { count: number; at: number } | null;
  /** Whether the report was written to its end. */
  complete: boolean;
  /** Whether the process waits to be looked at. */
  waiting: boolean;
}

export interface RawFrame {
  address: bigint;
  /** The instruction that was being executed; otherwise the one behind a call. */
  exact: boolean;
}

/** A line of /proc/PID/maps. */
export interface Mapping {
  begin: bigint;
  end: bigint;
  /** `r-xp` */
  permissions: string;
  /** Offset in the file. */
  offset: bigint;
  /** A file, `[stack]`, `[heap]`, or nothing. */
  path: string;
}

const MAPPING = /^([\da-f]+)-([\da-f]+) (\S{4}) ([\da-f]+) \S+ \d+\s*(.*)$/;
const HEX = /^0x[\da-f]{1,16}$/;

/** Reads all crashes of a crash file. Several processes may have written to it, one after the other. */
export function readCrashFile(text: string): RawCrash[] {
  const crashes: RawCrash[] = [];
  for (const line of text.split('\n')) {
    const [what = '', ...rest] = line.split(' ');
    if (what === 'crash') crashes.push(newCrash(Number(rest[0]), Number(rest[1])));
    const crash = crashes[crashes.length - 1];
    if (crash) readLine(crash, what, rest, line);
  }
  return crashes;
}

function newCrash(process: number, ownProcess: number): RawCrash {
  return {
    process,
    ownProcess,
    thread: { id: process, name: '' },
    signal: 0,
    code: 0,
    sender: null,
    address: null,
    access: 'unknown',
    memory: null,
    pc: 0n,
    sp: 0n,
    mappings: [],
    frames: [],
    skipped: null,
    complete: false,
    waiting: false,
  };
}

function readLine(crash: RawCrash, what: string, rest: string[], line: string): void {
  const [first = ''] = rest;
  switch (what) {
    case 'thread':
      crash.thread = { id: Number(first), name: rest.slice(1).join(' ') };
      break;
    case 'signal':
      crash.signal = Number(first);
      crash.code = Number(rest[2]);
      break;
    case 'sender':
      crash.sender = Number(first);
      break;
    case 'address':
      crash.address = hex(first);
      break;
    case 'access':
      if (first === 'read' || first === 'write' || first === 'execute') crash.access = first;
      break;
    case 'memory':
      crash.memory = rest.join(' ');
      break;
    case 'pc':
      crash.pc = hex(first);
      break;
    case 'sp':
      crash.sp = hex(first);
      break;
    case 'frame':
      crash.frames.push({ address: hex(first), exact: rest[1] === 'exact' });
      break;
    case 'skipped':
      crash.skipped = { count: Number(first), at: crash.frames.length };
      break;
    case 'end':
      crash.complete ||= first === '';
      break;
    case 'waiting':
      crash.waiting = true;
      break;
    default: {
      const mapping = readMapping(line);
      if (mapping) crash.mappings.push(mapping);
    }
  }
}

function readMapping(line: string): Mapping | null {
  const [, begin, end, permissions, offset, path] = MAPPING.exec(line) ?? [];
  if (begin === undefined || end === undefined) return null;
  return {
    begin: BigInt(`0x${begin}`),
    end: BigInt(`0x${end}`),
    permissions: permissions ?? '',
    offset: BigInt(`0x${offset ?? '0'}`),
    path: path ?? '',
  };
}

function hex(text: string): bigint {
  return HEX.test(text) ? BigInt(text) : 0n;
}

/** The mapping that holds an address. */
export function mappingOf(mappings: readonly Mapping[], address: bigint): Mapping | null {
  return mappings.find(({ begin, end }) => address >= begin && address < end) ?? null;
}
