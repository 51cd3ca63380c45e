import type { LabReport } from './lab-report';
import { lastUnfinished } from './lab-report';

export { lastUnfinished };

/** What came back from a function that ran in a process of its own. */
export interface ChildReport<Result> extends LabReport {
  /**
   * How it ended: it returned, it threw, the process died (after it returned, too: then `result` is there), or a limit stopped it.
   */
  outcome: 'returned' | 'threw' | 'died' | 'timedOut' | 'outOfMemory' | 'tooManyProcesses';
  /** What the function returned; present when `outcome` is `returned`. */
  result?: Result;
  /** What it threw; present when `outcome` is `threw`. */
  error?: { name: string; code?: string; message: string; stack?: string };
}

/** One line: how it ended, and in which call. */
export function summarize(report: ChildReport<unknown>): string {
  const during = lastUnfinished(report);
  const where = during
    ? ` in ${during.class ?? during.object} ${during.method} (${during.phase})`
    : '';
  const seconds = `${(report.durationMs / 1000).toFixed(2)} s`;
  const why = report.crash ? `: ${report.crash.what}` : '';
  switch (report.outcome) {
    case 'returned':
      return `returned after ${seconds}`;
    case 'threw':
      return `threw ${report.error?.code ?? report.error?.name ?? 'an error'}: ${report.error?.message ?? ''}`;
    case 'timedOut':
      return `stopped after ${seconds}: the time limit${where}`;
    case 'outOfMemory':
      return `stopped at ${(report.peakMemoryBytes / 2 ** 20).toFixed(0)} MiB: the memory limit${where}`;
    case 'tooManyProcesses':
      return `stopped after ${seconds}: too many processes${where}`;
    case 'died':
      return report.signal
        ? `died of ${report.signal}${where}${why}`
        : `exited with code ${report.exitCode}${where}`;
  }
}
