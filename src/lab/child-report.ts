import type { TraceRecord } from '../trace/record';

/** What came back from a function that ran in a process of its own. */
export interface ChildReport<Result> {
  /** How it ended: it returned, it threw, the process died, or a limit stopped it. */
  outcome: 'returned' | 'threw' | 'died' | 'timedOut' | 'outOfMemory';
  /** What the function returned; present when `outcome` is `returned`. */
  result?: Result;
  /** What it threw; present when `outcome` is `threw`. */
  error?: { name: string; code?: string; message: string; stack?: string };
  /** The signal that ended the process (`SIGSEGV`, `SIGABRT`, …), or null. */
  signal: NodeJS.Signals | null;
  /** The exit code, or null when a signal ended the process. */
  exitCode: number | null;
  /** Every call recorded until the end; a call that did not return is `unfinished`. */
  trace: TraceRecord[];
  /** What was printed, natively printed text included; cut at `outputBytes`. */
  stdout: string;
  stderr: string;
  durationMs: number;
  /** Largest resident memory seen, in bytes; looked at every few milliseconds, so a short peak may be missed. */
  peakMemoryBytes: number;
}

/** The call that was running when the process ended, if the trace says: the innermost one that did not return. */
export function lastUnfinished(report: ChildReport<unknown>): TraceRecord | null {
  return [...report.trace].reverse().find(({ unfinished }) => unfinished === true) ?? null;
}

/** One line: how it ended, and in which call. */
export function summarize(report: ChildReport<unknown>): string {
  const during = lastUnfinished(report);
  const where = during
    ? ` in ${during.class ?? during.object} ${during.method} (${during.phase})`
    : '';
  const seconds = `${(report.durationMs / 1000).toFixed(2)} s`;
  switch (report.outcome) {
    case 'returned':
      return `returned after ${seconds}`;
    case 'threw':
      return `threw ${report.error?.code ?? report.error?.name ?? 'an error'}: ${report.error?.message ?? ''}`;
    case 'timedOut':
      return `stopped after ${seconds}: the time limit${where}`;
    case 'outOfMemory':
      return `stopped at ${(report.peakMemoryBytes / 2 ** 20).toFixed(0)} MiB: the memory limit${where}`;
    case 'died':
      return report.signal
        ? `died of ${report.signal}${where}`
        : `exited with code ${report.exitCode}${where}`;
  }
}
