/**
 * What can be run of a learner's files: five kinds, data in and data out. A request holds no expected values; a result holds no verdict.
 * Both are JSON, so that a run can be anywhere.
 */
import type { TraceRecord } from '../../trace/record';
import type { PluginCase, PluginCaseResult } from './plugin-case';

/** How C++ is compiled. */
export interface CppBuild {
  /** Files that are compiled; default: every .cpp and .cu of the exercise. */
  sources?: readonly string[];
  /** The compiler's -O; default 0. Where time is measured give 2. */
  optimize?: 0 | 1 | 2 | 3;
  /** Kernels' accesses are checked as they run, which needs a compilation of its own. */
  memcheck?: boolean;
}

/** Builds the files into a library, loads it, and plays cases with the plugins that it registers. */
export interface PluginRun {
  kind: 'plugin';
  build?: CppBuild;
  cases: readonly PluginCase[];
  /** How often the enqueues of all cases are timed, in turns; default: not at all. */
  rounds?: number;
  /** What the processor time of the cases is compared with. */
  baseline?: Baseline;
}

/**
 * Given files that become a library of their own, and what is played with it, in processes that have none of the learner's code: before any of that has run, and again
 * after the run. A run with a baseline has a process for itself.
 */
export interface Baseline {
  sources: readonly string[];
  cases: readonly PluginCase[];
}

export interface PluginRunResult {
  /** In the order of the request's cases. */
  cases: PluginCaseResult[];
  /** Where the run had its process for itself: milliseconds of processor time of all of it, from its start to its end, as seen from outside. */
  cpuMs?: number;
  /** Of the request's baseline: before and after. */
  baselines?: readonly [PluginRunResult, PluginRunResult];
}

/** Builds one program and runs it, once for each list of arguments. */
export interface ProgramRun {
  kind: 'program';
  build?: CppBuild;
  runs: readonly (readonly string[])[];
  /** Wall-clock milliseconds of each; default 5,000. */
  timeMs?: number;
}

export interface ProgramRunResult {
  runs: { exitCode: number; stdout: string; stderr: string }[];
}

/** Calls exported functions of the learner's TypeScript module. */
export interface ModuleRun {
  kind: 'module';
  /** `run.ts`. */
  module: string;
  /** One after the other in one process. Arguments are JSON; typed arrays come and go as typed arrays. */
  calls: readonly { function: string; arguments: readonly unknown[] }[];
}

export interface ModuleCallResult {
  /** What it returned, or resolved to; typed arrays are typed arrays. */
  value: unknown;
  /** What it threw. */
  error: {
    name: string;
    code?: string;
    message: string;
    /** In the module, where the stack says it. */
    line?: number;
  } | null;
  /** Calls on plugins and steps of the host during this call. */
  trace: TraceRecord[];
  /** Plugin objects that it made and did not end, `plugin#3`. */
  undestroyed: string[];
}

export interface ModuleRunResult {
  calls: ModuleCallResult[];
}

/** Reads the answers that the learner wrote down. */
export interface AnswersRun {
  kind: 'answers';
  /** Default `answers.json`. */
  file?: string;
}

export interface AnswersRunResult {
  answers: Record<string, unknown>;
}

/** Runs the learner's build files, then plays cases with the library that they made. */
export interface BuildRun {
  kind: 'build';
  /** In a copy of the exercise's folder. Commands see where the workbook's headers and libraries are: see build-run.ts. */
  commands: readonly (readonly string[])[];
  /** What must be there afterwards: `libscale.so`. */
  library: string;
  cases: readonly PluginCase[];
}

export type BuildRunResult = PluginRunResult;

export type RunRequest = PluginRun | ProgramRun | ModuleRun | AnswersRun | BuildRun;

/** What a request brings. */
export type ResultOf<Request extends RunRequest> = Request extends { kind: 'program' }
  ? ProgramRunResult
  : Request extends { kind: 'module' }
    ? ModuleRunResult
    : Request extends { kind: 'answers' }
      ? AnswersRunResult
      : PluginRunResult;

export type RunResult = PluginRunResult | ProgramRunResult | ModuleRunResult | AnswersRunResult;

export const pluginRun = (
  cases: readonly PluginCase[],
  options: Omit<PluginRun, 'kind' | 'cases'> = {},
): PluginRun => ({ kind: 'plugin', cases, ...options });

export const programRun = (
  runs: ProgramRun['runs'],
  options: Omit<ProgramRun, 'kind' | 'runs'> = {},
): ProgramRun => ({ kind: 'program', runs, ...options });

export const moduleRun = (module: string, calls: ModuleRun['calls']): ModuleRun => ({
  kind: 'module',
  module,
  calls,
});

export const answersRun = (file = 'answers.json'): AnswersRun => ({ kind: 'answers', file });

export const buildRun = (options: Omit<BuildRun, 'kind'>): BuildRun => ({
  kind: 'build',
  ...options,
});
