/** A learner's files and what is to be run of them; and what came of it. All of it is JSON. */
import type { CppDiagnostic } from '../../cell/cpp-error';
import type { Bilingual } from '../exercise';
import type { CommandReport } from '../../lab/command-report';
import type { LabOptions } from '../../lab/lab-run';
import type { RunRequest, RunResult } from './request';

export interface SubjectTask {
  /** Name of the exercise, for messages and files that are made. */
  exercise: string;
  /** The folder with all its files, those that the learner wrote and those that are given. */
  folder: string;
  /** Names of the files in it that belong to the exercise. */
  files: readonly string[];
  /** `after`: not run where one of these was stopped. */
  runs: readonly { id: string; request: RunRequest; after?: readonly string[] }[];
  /** Wall-clock milliseconds of one process; default 5,000. */
  timeMs?: number;
  /** Of one process, beside the time; default: the lab's own. */
  lab?: SubjectLab;
  /** Of each compiler that is started; default: the lab's own. Only a process that does nothing else can be told. */
  compiler?: { timeMs: number; cpuMs: number; memoryBytes: number };
}

/** What a process that runs the code may use, and whether a debugger looks at a crash. */
export type SubjectLab = Pick<
  LabOptions,
  'cpuMs' | 'memoryBytes' | 'processes' | 'fileBytes' | 'debugger'
>;

/** Why files could not be made into something that runs. */
export interface BuildFailure {
  /** With the first errors at the lines of the learner's files. */
  message: string;
  diagnostics: readonly CppDiagnostic[];
  /** What the compiler took too much of. */
  limit?: 'time' | 'memory';
}

/** How one run ended. */
export type RunEnd =
  /**
   * It came to its end; `report` where checks of the emulator found something meanwhile, `cpuMs` (processor time of the whole process) where it was the only run of its
   * process.
   */
  | { outcome: 'done'; result: RunResult; report?: CommandReport; cpuMs?: number }
  /** It does not compile, or its build files fail. */
  | { outcome: 'notBuilt'; failure: BuildFailure }
  /** Its answers cannot be read. */
  | { outcome: 'unreadable'; message: string }
  /** It crashed, a limit ended it, or it ended the process. */
  | { outcome: 'stopped'; report: CommandReport; place?: { file: string; line: number } }
  /** The place ended it before anything came back, and says why: a sandbox, at a limit of all runs together. */
  | { outcome: 'ended'; message: Bilingual };

export interface SubjectEnd {
  /** By the ids of the task. */
  runs: Record<string, RunEnd>;
  warnings: readonly CppDiagnostic[];
  buildMs: number;
  runMs: number;
}

/** A place where untrusted code can run. The lab keeps accidents away; a sandbox keeps intentions away too. */
export interface Place {
  /** As reports say it. */
  readonly name: 'lab' | 'sandbox';
  perform(task: SubjectTask): Promise<SubjectEnd>;
  /** Gets ready for runs of these kinds, while nobody waits. */
  prepare?(kinds: readonly RunRequest['kind'][]): Promise<void>;
  /** Ends what waits for a run. Until then this process may not end by itself. */
  rest?(): Promise<void>;
}
