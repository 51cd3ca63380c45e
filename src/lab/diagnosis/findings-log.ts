import type { Diagnosis, StepResult } from './diagnosis';
import type { Run } from './evidence';
import { judgeRun } from './judge';
import type { Fault } from './mistake';
import { STEPS } from './steps';

/** What runs while the procedure does: for a progress line. */
export type Progress = (what: string) => void;

/** Collects runs and what is wrong in them. */
export class FindingsLog {
  readonly runs: Run[] = [];
  readonly faults: Fault[] = [];
  readonly weaknesses: Fault[] = [];
  readonly notes: string[] = [];
  private readonly startedAt = performance.now();
  /** The run with the first fault. */
  private guilty: Run | null = null;
  private isIncomplete = false;

  constructor(
    private readonly subject: string,
    private readonly all: boolean,
  ) {}

  /** Whether the procedure has to stop here. */
  isDone(): boolean {
    return this.faults.length > 0 && !this.all;
  }

  /** Keeps a run with what is wrong in it. @returns whether anything is */
  add(run: Run, fault: Fault | null = judgeRun(run)): boolean {
    this.runs.push(run);
    if (!fault) return false;
    this.guilty ??= run;
    const known = this.faults.some(
      (each) =>
        each.mistake === fault.mistake &&
        each.plugin === fault.plugin &&
        each.method === fault.method,
    );
    if (!known) this.faults.push(fault);
    return true;
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  /** Something could not be asked: what was found says nothing of it. */
  unanswered(text: string): void {
    this.isIncomplete = true;
    this.note(text);
  }

  finish(): Diagnosis {
    const steps = STEPS.map((each): StepResult => {
      const { name } = each;
      if (this.faults.some(({ step }) => step === name)) return { step: name, verdict: 'wrong' };
      if (this.runs.some((run) => each.reached(run))) return { step: name, verdict: 'ok' };
      return { step: name, verdict: this.guilty ? 'notReached' : 'cannotTell' };
    });
    const asked = steps.some(({ verdict }) => verdict === 'ok');
    return {
      subject: this.subject,
      verdict: this.faults.length > 0 ? 'wrong' : asked && !this.isIncomplete ? 'ok' : 'cannotTell',
      steps,
      faults: this.faults,
      weaknesses: this.weaknesses,
      notes: this.notes,
      runs: this.guilty
        ? [...this.runs.filter((run) => run !== this.guilty), this.guilty]
        : this.runs,
      durationMs: performance.now() - this.startedAt,
    };
  }
}
