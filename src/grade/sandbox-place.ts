/** Builds and runs a submission in a sandbox of its own; what comes out is judged outside. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bilingual } from '../exercise/exercise';
import { say } from '../exercise/judging';
import type { Place, RunEnd, SubjectEnd, SubjectTask } from '../exercise/run/subject';
import { runSandboxed, type SandboxReport } from '../sandbox';
import { withSandboxDefaults } from '../sandbox/limits';
import { WORK } from '../sandbox/options';
import {
  BOX_LIMITS,
  compilerLimits,
  labLimits,
  limitWords,
  PATIENCE,
  sandboxLimits,
  type BoxLimits,
} from './box-limits';
import { BOX_MAIN, boxView, makeReady, NODE } from './box-view';
import { GradeError } from './grade-error';
import { NoSuchEndError, readUntrustedEnd } from './untrusted-end';

const TASK = 'TASK.json';

export interface SandboxPlaceOptions {
  limits?: Partial<BoxLimits>;
  abort?: AbortSignal;
}

/**
 * A place for untrusted code. One sandbox compiles and runs all parts of a task; within it each part that crashes, loops or takes too much is ended alone, and the others
 * go on. Where the sandbox as a whole is ended, by a limit of everything together or because the code ended what runs it, every part has that for a verdict.
 */
export class SandboxPlace implements Place {
  readonly name = 'sandbox';
  private readonly limits: BoxLimits;
  private readonly abort: AbortSignal | undefined;
  /** Of each task, how its sandbox ended where it gave no answer: for who wants to know whose fault it was. */
  lastFailure: string | null = null;

  constructor({ limits = {}, abort }: SandboxPlaceOptions = {}) {
    this.limits = { ...BOX_LIMITS, ...limits };
    this.abort = abort;
  }

  /** @throws {SandboxUnavailableError} @throws {GradeError} `SANDBOX_ENDED` by somebody outside @throws {DOMException} `AbortError` */
  async perform(task: SubjectTask): Promise<SubjectEnd> {
    this.lastFailure = null;
    const requests = task.runs.map(({ request }) => request);
    await makeReady(requests);
    const { readOnly, scratch, env } = boxView(new Set(requests.map(({ kind }) => kind)));
    const limits = withSandboxDefaults(sandboxLimits(this.limits, task));
    const report = await runSandboxed({
      command: NODE,
      args: [BOX_MAIN, `${WORK}/${TASK}`],
      answer: true,
      files: this.filesFor(task),
      readOnly,
      scratch,
      env,
      limits,
      ...(this.abort ? { abort: this.abort } : {}),
    });
    const { notes } = report;
    // Nothing inside can do this.
    if (report.limit === null && notes.length > 0)
      throw new GradeError('SANDBOX_ENDED', `Cannot grade ${task.exercise}: ${notes.join('; ')}`);
    if (report.limit !== null) return allEnded(task, limitWords(report.limit, limits));
    return this.endOf(report, task, limitWords('fileBytes', limits));
  }

  private filesFor(task: SubjectTask): Record<string, string | Uint8Array> {
    const inside: SubjectTask = {
      ...task,
      folder: `${WORK}/${task.exercise}`,
      timeMs: PATIENCE * this.limits.runSeconds * 1000,
      lab: labLimits(this.limits),
      compiler: compilerLimits(this.limits),
    };
    return {
      [TASK]: JSON.stringify(inside),
      ...Object.fromEntries(
        task.files.map((file) => [
          `${task.exercise}/${file}`,
          readFileSync(join(task.folder, file)),
        ]),
      ),
    };
  }

  private endOf(report: SandboxReport, task: SubjectTask, fileTooLarge: Bilingual): SubjectEnd {
    const { exitCode, signal, answer, leftRunning, stderr } = report;
    // Our program ends with 0 once it has written the answer and nothing that it started is left: what else there is, somebody else wrote.
    if (exitCode !== 0 || leftRunning > 0) {
      const how = signal ?? `exit code ${exitCode}`;
      const said = stderr.trim().split('\n')[0] ?? '';
      this.lastFailure = `${how}; ${said.slice(0, 300)}`;
      return allEnded(
        task,
        say(
          `Nothing came back: what was to run it was ended from inside (${how}).`,
          `没有结果返回：负责运行的进程在内部被终止（${how}）。`,
        ),
      );
    }
    try {
      const end = readUntrustedEnd(answer, task);
      for (const [id, run] of Object.entries(end.runs))
        if (run.outcome === 'stopped' && run.report.signal === 'SIGXFSZ')
          end.runs[id] = { outcome: 'ended', message: fileTooLarge };
      return end;
    } catch (error) {
      if (!(error instanceof NoSuchEndError)) throw error;
      return allEnded(
        task,
        say(
          'What came back from the run is not what a run gives.',
          '运行返回的内容不是一次运行应有的结果。',
        ),
      );
    }
  }
}

function allEnded({ runs }: SubjectTask, message: Bilingual): SubjectEnd {
  const ended: RunEnd = { outcome: 'ended', message };
  return {
    runs: Object.fromEntries(runs.map(({ id }) => [id, ended])),
    warnings: [],
    buildMs: 0,
    runMs: 0,
  };
}
