import type { SandboxLimit } from './limits';

/** A regular file that a command left in `/out`. */
export interface SandboxFile {
  /** Relative to `/out`, `/` between folders. */
  path: string;
  bytes: Buffer;
}

/** How a command in a sandbox ended, and all that it left. Nothing of it says more than what untrusted code wanted to say. */
export interface SandboxReport {
  /** Null where a signal or a limit ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Whether it took too long, by the clock or the processor. */
  timedOut: boolean;
  /** The limit that it passed. */
  limit: SandboxLimit | null;
  /** Its first bytes. */
  stdout: string;
  stderr: string;
  /** Whether there was more than was kept. */
  stdoutCut: boolean;
  stderrCut: boolean;
  /** What it wrote to descriptor 3. */
  answer: Buffer;
  /** What it left in `/out`, sorted by path. */
  files: SandboxFile[];
  /** What in `/out` was not taken, and why: links, special files, what is too large. At most 100 entries. */
  leftOut: { path: string; why: string }[];
  /** Processor milliseconds of all its processes. */
  cpuMs: number;
  /** Milliseconds by the clock, from its first instruction to its end. */
  wallMs: number;
  /** Most resident memory in bytes that was seen, of all its processes together. */
  peakBytes: number;
  /** Most bytes of files that were seen in its folders. */
  scratchBytes: number;
  /** Processes that it left behind, which were ended. */
  leftRunning: number;
  /** Milliseconds to set the sandbox up and to take it down. */
  overheadMs: number;
  notes: string[];
}
