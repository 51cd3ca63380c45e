import type { LabReport } from './lab-report';

/** What came back from a command. */
export interface CommandReport extends LabReport {
  command: string[];
  /** How it ended: it exited by itself (with `exitCode`), a signal ended it, or a limit stopped it. */
  outcome: 'exited' | 'died' | 'timedOut' | 'outOfMemory' | 'tooManyProcesses';
}
