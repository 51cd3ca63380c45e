import type { Frame } from './frame';
import type { Limit } from './limits';

/** What ended a process, as a stable name for programs. */
export type CrashCause =
  /** An address below 64 KiB: a null pointer, or a member or element of one. */
  | 'nullPointer'
  | 'stackOverflow'
  /** Device memory used by host code. */
  | 'deviceMemory'
  | 'unmappedMemory'
  | 'readOnlyMemory'
  /** Mapped, but not to be read: a guard page, or memory that only somebody else may use. */
  | 'forbiddenMemory'
  /** A call to something that is no code. */
  | 'badCall'
  /** A value that no pointer can have; overwritten or never set. */
  | 'wildPointer'
  /** Behind the end of a mapped file. */
  | 'endOfFile'
  | 'divisionByZero'
  | 'arithmetic'
  /** An instruction that does not exist, or one by which compilers mark places that are never reached. */
  | 'illegalInstruction'
  /** abort(), for no reason that is known. */
  | 'abort'
  /** An exception that nobody caught, or that left a noexcept function. */
  | 'uncaughtException'
  | 'assertion'
  /** The C library found its heap destroyed: double free, invalid free, overwritten sizes. */
  | 'heapCorruption'
  | 'stackSmashing'
  | 'pureVirtualCall'
  /** JavaScript's own memory limit. */
  | 'javascriptHeap'
  /** A sanitizer found something; see `findings`. */
  | 'sanitizer'
  /** Another process, or the process itself by kill(), sent the signal. */
  | 'sent'
  /** A limit of the lab was passed; see `limit`. */
  | 'limit'
  | 'unknown';

/** What ended a process. */
export interface Crash {
  /** The signal. */
  signal: NodeJS.Signals;
  cause: CrashCause;
  /** In words: `read of address 0x0: a null pointer`. */
  what: string;
  /** The address that was used, hexadecimal, where there is one. */
  address?: string;
  access?: 'read' | 'write' | 'execute';
  /** The limit that was passed, where `cause` is `limit`. */
  limit?: Limit;
  /** What the process itself said last about it: an assertion, an exception's text, the C library's message. */
  message?: string;
  /** Where it happened, as the process numbers itself. */
  process: number;
  thread: { id: number; name: string; main: boolean };
}

/** A crash with the way to it. */
export interface CrashReport {
  crash: Crash;
  backtrace: Frame[];
}
