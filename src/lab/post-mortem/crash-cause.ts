import type { CrashCause } from '../crash';
import { mappingOf, type RawCrash } from './crash-file';
import { signalName } from '../process/signals';

/** Below it nothing is ever mapped (vm.mmap_min_addr). */
const NULL_PAGE_END = 0x10000n;
/** How far below the stack pointer a function may reach. */
const STACK_REACH = 0x20000n;
/** Addresses of programs end here on x86-64. */
const CANONICAL_END = 0x800000000000n;
const FPE_INTDIV = 1;
const FPE_INTOVF = 2;
const BUS_ADRERR = 2;

/** What the last words of a process say about its SIGABRT, and which words those are. */
const LAST_WORDS: [CrashCause, RegExp][] = [
  ['assertion', /^.*(?:Assertion [`'].*failed|Assertion failed).*$/m],
  ['uncaughtException', /^terminate called .*(?:\n +what\(\): .*)?$/m],
  [
    'heapCorruption',
    /^.*(?:double free|free\(\)|malloc\(\)|realloc\(\)|munmap_chunk\(\)|corrupted |invalid (?:size|pointer|next size)|malloc_consolidate|unlink_chunk).*$/m,
  ],
  ['stackSmashing', /^\*\*\* (?:stack smashing|buffer overflow) detected \*\*\*.*$/m],
  ['pureVirtualCall', /^pure virtual method called.*$/m],
  ['javascriptHeap', /^FATAL ERROR: .*heap out of memory.*$/m],
  ['sanitizer', /^.*ERROR: \w+Sanitizer.*$/m],
];

/** Why a process died, as far as the signal, the address and its last words tell. */
export function causeOf(raw: RawCrash, lastWords: string): { cause: CrashCause; message?: string } {
  const signal = signalName(raw.signal);
  if (signal === 'SIGXCPU') return { cause: 'limit' };
  if (signal === 'SIGABRT') return causeOfAbort(lastWords);
  if (raw.code <= 0) return { cause: 'sent' };
  if (signal === 'SIGFPE') {
    const division = raw.code === FPE_INTDIV || raw.code === FPE_INTOVF;
    return { cause: division ? 'divisionByZero' : 'arithmetic' };
  }
  if (signal === 'SIGILL' || signal === 'SIGTRAP') return { cause: 'illegalInstruction' };
  if (signal === 'SIGBUS' && raw.code === BUS_ADRERR) return { cause: 'endOfFile' };
  if (signal === 'SIGSEGV' || signal === 'SIGBUS') return { cause: causeOfFault(raw) };
  return { cause: 'unknown' };
}

function causeOfAbort(lastWords: string): { cause: CrashCause; message?: string } {
  // The last of them is the one that ended the process.
  let found: { cause: CrashCause; message: string; at: number } | null = null;
  for (const [cause, pattern] of LAST_WORDS) {
    for (const match of lastWords.matchAll(new RegExp(pattern, 'gm'))) {
      if (!found || match.index >= found.at) found = { cause, message: match[0], at: match.index };
    }
  }
  return found ? { cause: found.cause, message: found.message.trim() } : { cause: 'abort' };
}

function causeOfFault(raw: RawCrash): CrashCause {
  const address = raw.address ?? 0n;
  if (raw.access === 'execute') return address < NULL_PAGE_END ? 'nullPointer' : 'badCall';
  // A general protection fault does not tell the address.
  if (raw.access === 'unknown' && address === 0n) return 'wildPointer';
  if (address < NULL_PAGE_END) return 'nullPointer';
  if (raw.memory === 'device memory') return 'deviceMemory';
  if (address >= CANONICAL_END) return 'wildPointer';
  const mapping = mappingOf(raw.mappings, address);
  if (isStackOverflow(raw, address)) return 'stackOverflow';
  if (!mapping) return 'unmappedMemory';
  if (raw.access === 'write' && mapping.permissions.startsWith('r-')) return 'readOnlyMemory';
  return 'forbiddenMemory';
}

/** The address is just around the stack pointer, which has left its stack. */
function isStackOverflow(raw: RawCrash, address: bigint): boolean {
  const near = address >= raw.sp - STACK_REACH && address < raw.sp + STACK_REACH;
  if (!near) return false;
  const usable = mappingOf(raw.mappings, address)?.permissions.startsWith('rw') ?? false;
  return !usable;
}
