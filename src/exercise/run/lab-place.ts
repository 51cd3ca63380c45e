/** Builds and runs a learner's files in the crash lab, on this machine and as this user. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { buildFiles } from '../../cell/build-files';
import { CompilerLimitError } from '../../cell/compiler-run';
import { CppError, type CppDiagnostic } from '../../cell/cpp-error';
import type { BuildVariant } from '../../cell/toolchain';
import { ApiUsageError } from '../../errors';
import { runCommand } from '../../lab/command';
import type { LabOptions } from '../../lab/lab-run';
import { Builds } from './build-run';
import { demangled } from './build-words';
import { runItems } from './process-runs';
import {
  pluginRun,
  type BuildRun,
  type CppBuild,
  type ModuleRun,
  type PluginRun,
  type ProgramRun,
  type RunRequest,
} from './request';
import type { BuildFailure, Place, RunEnd, SubjectEnd, SubjectTask } from './subject';
import { registersItself } from './registration';
import { prepareSpare, discardSpares, takeSpare } from './spares';
import type { ProcessTask } from './subject-task';
import { transpile, typescript } from './transpile';

const TIME_MS = 5_000;
/** How many times as long a run may take that is measured, while it uses no more processor time. */
const PATIENCE = 6;
const MOST_ANSWER_BYTES = 2 ** 20;

type LibraryTask = Extract<ProcessTask, { kind: 'plugin' }>;

type Item<Request extends RunRequest> = {
  id: string;
  request: Request;
  after?: readonly string[];
};

/** One performance of a task. */
class Performance {
  readonly end: SubjectEnd = { runs: {}, warnings: [], buildMs: 0, runMs: 0 };

  private readonly baselines = new Map<string, readonly RunEnd[]>();

  constructor(private readonly task: SubjectTask) {}

  async perform(): Promise<SubjectEnd> {
    // Before any code of the learner's has run.
    for (const { id, request } of this.task.runs)
      if (request.kind === 'plugin' && request.baseline) await this.baseline(id, request);
    for (const [kind, items] of grouped(this.task.runs)) {
      switch (kind) {
        case 'plugin':
          await this.plugins(items as Item<PluginRun>[]);
          break;
        case 'program':
          await this.programs(items as Item<ProgramRun>[]);
          break;
        case 'module':
          await this.modules(items as Item<ModuleRun>[]);
          break;
        case 'build':
          await this.builds(items as Item<BuildRun>[]);
          break;
        default:
          for (const { id, request } of items)
            if (request.kind === 'answers')
              this.end.runs[id] = readAnswers(
                join(this.task.folder, request.file ?? 'answers.json'),
              );
      }
    }
    return this.end;
  }

  /** Builds and plays the baseline of a run. */
  private async baseline(id: string, { build, baseline }: PluginRun): Promise<void> {
    if (!baseline) return;
    const { sources, cases } = baseline;
    const own = `${id} baseline`;
    const request = pluginRun(cases, { build: { ...build, sources } });
    await this.plugins([{ id: own, request }], true);
    const { [own]: end, ...runs } = this.end.runs;
    this.end.runs = runs;
    if (end) this.baselines.set(id, [...(this.baselines.get(id) ?? []), end]);
  }

  /** Puts what came of the baseline into the run's result; an end of the baseline that is no result is the end of the run. */
  private async compare({ id, request }: Item<PluginRun>): Promise<void> {
    const end = this.end.runs[id];
    if (!request.baseline || end?.outcome !== 'done') return;
    // What else the machine does may have changed meanwhile.
    await this.baseline(id, request);
    const all = this.baselines.get(id) ?? [];
    const baselines = all.map((each) =>
      each.outcome === 'done' ? { ...each.result, cpuMs: each.cpuMs } : null,
    );
    const failed = all.find(({ outcome }) => outcome !== 'done');
    if (failed) this.end.runs[id] = failed;
    else Object.assign(end.result, { cpuMs: end.cpuMs, baselines });
  }

  private async plugins(
    items: Item<PluginRun>[],
    measured = items[0]?.request.baseline !== undefined,
  ): Promise<void> {
    const [first] = items;
    if (!first) return;
    const build = first.request.build ?? {};
    const options = this.options({ ...build, measured });
    prepareSpare('plugin', options);
    const sources = this.sources(build);
    const made = await this.make('library', sources, build);
    if ('failure' in made) return this.none(items, made.failure);
    const opened = sources.some((path) => registersItself(readFileSync(path, 'utf8')));
    await this.timed({ kind: 'plugin', library: made.path, opened, items }, options);
    for (const item of items) await this.compare(item);
  }

  private async programs(items: Item<ProgramRun>[]): Promise<void> {
    for (const { id, request } of items) {
      const { build = {}, runs, timeMs = TIME_MS } = request;
      const made = await this.make('program', this.sources(build), build);
      if ('failure' in made) return this.none(items, made.failure);
      const start = performance.now();
      const options = { ...this.options(build), timeMs };
      this.end.runs[id] = await runProgram(made.path, runs, options);
      this.end.runMs += performance.now() - start;
    }
  }

  private async modules(items: Item<ModuleRun>[]): Promise<void> {
    for (const file of new Set(items.map(({ request }) => request.module))) {
      const own = items.filter(({ request }) => request.module === file);
      const path = join(this.task.folder, file);
      const start = performance.now();
      const options = this.options();
      prepareSpare('module', options);
      const compiled = await transpile(path);
      this.end.buildMs += performance.now() - start;
      if ('failure' in compiled) {
        this.none(own, compiled.failure);
        continue;
      }
      await this.timed(
        {
          kind: 'module',
          file: path,
          code: compiled.code,
          timeMs: Math.min(options.timeMs ?? TIME_MS, options.cpuMs ?? Infinity),
          items: own,
        },
        options,
      );
    }
  }

  private async builds(items: Item<BuildRun>[]): Promise<void> {
    const builds = new Builds(
      this.task,
      items.map(({ request }) => request),
    );
    const tasks = new Map<string, LibraryTask>();
    try {
      for (const { id, request, after = [] } of items) {
        prepareSpare('plugin', this.options());
        const start = performance.now();
        const made = await builds.make(request);
        this.end.buildMs += performance.now() - start;
        if ('end' in made) {
          this.end.runs[id] = made.end;
          continue;
        }
        const { items: others } = tasks.get(made.library) ?? { items: [] };
        const item = { id, request: { cases: request.cases }, after };
        tasks.set(made.library, { kind: 'plugin', ...made, items: [...others, item] });
      }
      for (const task of tasks.values()) {
        await this.timed(task, this.options());
        for (const { id } of task.items) nameSymbols(this.end.runs[id], dirname(task.library));
      }
    } finally {
      builds.end();
    }
  }

  private sources({ sources }: CppBuild): string[] {
    const { files, folder } = this.task;
    const wanted = sources ?? files.filter((file) => ['.cpp', '.cu'].includes(extname(file)));
    return wanted.map((file) => join(folder, file));
  }

  private async make(
    kind: 'library' | 'program',
    files: readonly string[],
    { optimize, memcheck }: CppBuild,
  ): Promise<{ path: string } | { failure: BuildFailure }> {
    const variant: BuildVariant = {
      ...(optimize === undefined ? {} : { optimize }),
      ...(memcheck ? { check: true } : {}),
    };
    const start = performance.now();
    try {
      const { path, warnings } = await buildFiles({ kind, name: 'exercise', files }, variant);
      this.end.warnings = [...this.end.warnings, ...warnings] as readonly CppDiagnostic[];
      return { path };
    } catch (error) {
      if (error instanceof CppError) {
        const limit = error instanceof CompilerLimitError ? { limit: error.limit } : {};
        return { failure: { message: error.message, diagnostics: error.diagnostics, ...limit } };
      }
      if (error instanceof ApiUsageError)
        return { failure: { message: error.message, diagnostics: [] } };
      throw error;
    } finally {
      this.end.buildMs += performance.now() - start;
    }
  }

  private none(items: readonly Item<RunRequest>[], failure: BuildFailure): void {
    for (const { id } of items) this.end.runs[id] = { outcome: 'notBuilt', failure };
  }

  private options({ memcheck = false, measured = false } = {}): LabOptions {
    const { timeMs = TIME_MS } = this.task;
    return {
      ...this.task.lab,
      timeMs,
      // Who measures how long something takes does not ask how long it had to wait for the processor.
      ...(measured ? { timeMs: PATIENCE * timeMs, cpuMs: this.task.lab?.cpuMs ?? timeMs } : {}),
      ...(memcheck ? { checks: ['memcheck'] } : {}),
    };
  }

  private async timed(task: ProcessTask, options: LabOptions): Promise<void> {
    const start = performance.now();
    const spare = takeSpare(task.kind, options);
    Object.assign(this.end.runs, await runItems(task, options, spare));
    this.end.runMs += performance.now() - start;
  }
}

/** The dynamic linker's names of what is missing, in words of C++ too. */
function nameSymbols(run: RunEnd | undefined, folder: string): void {
  if (run?.outcome !== 'done' || !('cases' in run.result)) return;
  for (const { error } of run.result.cases)
    if (error?.step === 'loadLibrary')
      [error.message = ''] = demangled([error.message.replaceAll(`${folder}/`, '')]);
}

/** Runs that can share a build and a process. */
function grouped(runs: SubjectTask['runs']): [RunRequest['kind'], Item<RunRequest>[]][] {
  const groups = new Map<string, [RunRequest['kind'], Item<RunRequest>[]]>();
  for (const item of runs) {
    const { id, request } = item;
    const alone = request.kind === 'plugin' && request.baseline ? id : '';
    const build = request.kind === 'plugin' ? JSON.stringify([request.build ?? {}, alone]) : '';
    const key = `${request.kind} ${build}`;
    const group = groups.get(key);
    if (group) group[1].push(item);
    else groups.set(key, [request.kind, [item]]);
  }
  return [...groups.values()];
}

async function runProgram(
  program: string,
  runs: ProgramRun['runs'],
  options: LabOptions,
): Promise<RunEnd> {
  const done: { exitCode: number; stdout: string; stderr: string }[] = [];
  for (const words of runs) {
    const report = await runCommand([program, ...words], options);
    if (report.outcome !== 'exited') return { outcome: 'stopped', report };
    const { exitCode, stdout, stderr } = report;
    done.push({ exitCode: exitCode ?? -1, stdout, stderr });
  }
  return { outcome: 'done', result: { runs: done } };
}

function readAnswers(path: string): RunEnd {
  try {
    if (statSync(path).size > MOST_ANSWER_BYTES) throw new Error('the file is too large');
    // Some editors begin a file with a byte order mark.
    const answers: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    if (typeof answers !== 'object' || answers === null || Array.isArray(answers))
      throw new Error('it is no object: { "question": answer, … }');
    return { outcome: 'done', result: { answers: answers as Record<string, unknown> } };
  } catch (error) {
    return {
      outcome: 'unreadable',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

export const labPlace: Place = {
  name: 'lab',
  perform: (task) => new Performance(task).perform(),
  async prepare(kinds) {
    for (const kind of kinds) {
      if (kind === 'module') await typescript();
      if (kind === 'module' || kind === 'plugin') prepareSpare(kind, { timeMs: TIME_MS });
    }
  },
  rest: discardSpares,
};
