import type { TraceRecord } from '../trace/record';
import type { Crash } from './crash';
import type { Finding } from './finding';
import type { Frame } from './frame';
import type { Limit } from './limits';

/** What the lab knows of a process that has ended, however it ended. */
export interface LabReport {
  /** The signal that ended the process (`SIGSEGV`, `SIGABRT`, …), or null. */
  signal: NodeJS.Signals | null;
  /** The exit code, or null when a signal ended the process. */
  exitCode: number | null;
  /** The limit that was passed, or null. */
  limit: Limit | null;
  /** What ended it, where the process could say so: not after SIGKILL, and not where it had a handler of its own. */
  crash: Crash | null;
  /** The functions that were running, the innermost first; also where a limit ended it. null where nobody could write them down. */
  backtrace: Frame[] | null;
  /** What AddressSanitizer, memcheck and racecheck found. */
  findings: Finding[];
  /** Every call recorded until the end; a call that did not return is `unfinished`. */
  trace: TraceRecord[];
  /** What was printed, natively printed text included; cut at `outputBytes`. */
  stdout: string;
  stderr: string;
  durationMs: number;
  /** Processor time of all its processes. */
  cpuMs: number;
  /** Largest resident memory, in bytes. */
  peakMemoryBytes: number;
  /** Processes that it left running; they were ended. */
  leftRunning: number;
  /** What is missing in this report and why, in words. */
  notes: string[];
}

/** The call that was running when the process ended, if the trace says: the innermost one that did not return. */
export function lastUnfinished({ trace }: Pick<LabReport, 'trace'>): TraceRecord | null {
  return [...trace].reverse().find(({ unfinished }) => unfinished === true) ?? null;
}
