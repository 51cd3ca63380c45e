/** A process of the lab that is started before there is something to do: it loads what it needs and waits for its task. */
import { renameSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CommandReport } from '../../lab/command-report';
import { runInLab, type LabOptions } from '../../lab/lab-run';
import { LabFolder } from '../../lab/process/lab-folder';
import { readKeptTrace } from '../../lab/process/trace-file';
import { STOPPED } from '../../lab/stopped';
import type { ProcessAnswer, ProcessInput, ProcessTask } from './subject-task';

const MAIN = join(__dirname, 'subject-main.js');
const TRACE = 'trace';
const TASK = 'task';

export interface ProcessEnd {
  answers: ProcessAnswer[];
  report: CommandReport;
}

export class WaitingProcess {
  private readonly folder = new LabFolder();
  /** Nothing that the code which runs could read has it, but the memory of its own process. */
  private readonly mark = randomBytes(16).toString('hex');
  private readonly tracePath = this.folder.keep(TRACE);
  private readonly end: Promise<ProcessEnd>;
  private given = false;
  private ended = false;

  /** @param kind What it loads while it waits. */
  constructor(kind: ProcessTask['kind'], options: LabOptions) {
    this.end = this.run(kind, options);
    const ended = (): void => void (this.ended = true);
    // It is told to whoever waits for it.
    this.end.then(ended, ended);
  }

  /** Whether it can have a task: somebody may have ended it meanwhile. */
  get waits(): boolean {
    return !this.given && !this.ended;
  }

  /** Gives it its task, once. @returns when it has ended */
  async perform(task: ProcessTask): Promise<ProcessEnd> {
    this.give({ task, tracePath: this.tracePath, mark: this.mark });
    return this.end;
  }

  /** Ends it without a task. */
  async discard(): Promise<void> {
    if (this.waits) this.give(null);
    await this.end.catch(() => undefined);
  }

  private give(input: ProcessInput | null): void {
    this.given = true;
    const draft = this.folder.file('draft');
    writeFileSync(draft, JSON.stringify(input));
    renameSync(draft, this.folder.file(TASK));
  }

  private async run(kind: ProcessTask['kind'], options: LabOptions): Promise<ProcessEnd> {
    const { folder, mark } = this;
    const startFile = folder.file(TASK);
    try {
      const command = [process.execPath, MAIN, startFile, kind];
      const { end, report } = await runInLab(command, folder, { ...options, startFile });
      const trace = readKeptTrace(folder, TRACE, report.notes);
      const ended = end.signal === null ? ('exited' as const) : ('died' as const);
      const outcome = end.limit ? STOPPED[end.limit.name] : ended;
      return {
        answers: readAnswers(end.answer, mark),
        report: { command: ['node', 'subject-main.js'], outcome, ...report, trace },
      };
    } finally {
      folder.remove();
    }
  }
}

/** What carries the mark; the code that ran may have written other things to the same descriptor. */
function readAnswers(bytes: Buffer, mark: string): ProcessAnswer[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith(mark))
    .flatMap((line) => {
      try {
        return [JSON.parse(line.slice(mark.length)) as ProcessAnswer];
      } catch {
        return []; // cut off: the process died while it answered
      }
    });
}
