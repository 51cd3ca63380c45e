import type { Crash, CrashCause } from '../crash';

type Words = (crash: Omit<Crash, 'what'>) => string;

/** `read of address 0x10` */
function use({ access, address }: Omit<Crash, 'what'>): string {
  if (access === 'execute') return `call of address ${address ?? '?'}`;
  return address === undefined ? 'use of memory' : `${access ?? 'use'} of address ${address}`;
}

/** `read of address 0x10: …` */
const using =
  (why: string): Words =>
  (crash) =>
    `${use(crash)}: ${why}`;

/** What a process said itself, or else these words. */
const saying =
  (otherwise: string): Words =>
  ({ message }) =>
    message?.replace(/\s+/g, ' ') ?? otherwise;

/** A member of an object lies so near to its begin. */
export const NEAR_BYTES = 256;

function nullWords(address: number): string {
  if (address === 0) return 'a null pointer';
  return address <= NEAR_BYTES
    ? `a null pointer (${address} bytes behind it)`
    : 'close to address 0: a null pointer with an index, or a number taken for a pointer';
}

const LIMITS = {
  time: 'did not end within the time limit',
  cpu: 'used more processor time than the limit',
  memory: 'used more memory than the limit',
  addressSpace: 'asked for more memory than the limit, used or not',
  processes: 'started more processes than the limit',
};

const WORDS: Record<CrashCause, Words> = {
  nullPointer: (crash) => using(nullWords(Number(crash.address)))(crash),
  stackOverflow: using('the stack is used up (endless recursion, or very large local variables)'),
  deviceMemory: using('device memory, which host code cannot use'),
  unmappedMemory: using('no memory is there (freed, or past the end of what is)'),
  readOnlyMemory: using('memory that can only be read'),
  forbiddenMemory: using('memory that is not to be used (a guard page, or freed)'),
  badCall: using(
    'no code is there (a function pointer or virtual table that was overwritten or freed)',
  ),
  wildPointer: () => 'use of an address that no pointer can have (overwritten, freed or never set)',
  endOfFile: using('past the end of a mapped file'),
  divisionByZero: () => 'integer division by zero, or its result does not fit',
  arithmetic: () => 'arithmetic exception',
  illegalInstruction: () =>
    'an instruction that traps: a function without return, unreachable code, or __builtin_trap()',
  abort: () => 'abort() was called',
  uncaughtException: saying('an exception that nobody caught'),
  assertion: saying('an assertion failed'),
  heapCorruption: saying('the heap is destroyed'),
  stackSmashing: saying('the stack is destroyed'),
  pureVirtualCall: saying('a pure virtual method was called'),
  javascriptHeap: saying('JavaScript has no memory left'),
  sanitizer: saying('a sanitizer found an error'),
  sent: ({ signal }) => `${signal} was sent by a process`,
  limit: ({ limit }) => (limit ? LIMITS[limit] : 'a limit was passed'),
  unknown: ({ signal }) => signal,
};

/** What ended a process, in words. */
export function crashWords(crash: Omit<Crash, 'what'>): string {
  return WORDS[crash.cause](crash);
}
