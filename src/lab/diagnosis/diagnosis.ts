import type { Run } from './evidence';
import type { Fault, StepName } from './mistake';

/** What the procedure found. */
export interface Diagnosis {
  /** What was diagnosed: a command line, or a library. */
  subject: string;
  verdict: 'wrong' | 'ok' | 'cannotTell';
  steps: StepResult[];
  /** What is wrong, the first first; one, unless everything was asked for. */
  faults: Fault[];
  /** Where it would break, were it used otherwise. */
  weaknesses: Fault[];
  /** What else is worth knowing. */
  notes: string[];
  /** The runs, in their order; the last one is the one that shows the first fault. */
  runs: Run[];
  durationMs: number;
}

/** What became of a question. */
export interface StepResult {
  step: StepName;
  /** `notReached`: the run ended before. `cannotTell`: nothing that was run asks it. */
  verdict: 'ok' | 'wrong' | 'notReached' | 'cannotTell';
}

/** A diagnosis as data: of the runs, the one that shows the first fault with all that is known of it, the others by name. */
export function diagnosisData(diagnosis: Diagnosis): object {
  const { runs, ...rest } = diagnosis;
  const evidence = diagnosis.verdict === 'wrong' ? (runs.at(-1) ?? null) : null;
  return {
    ...rest,
    runs: runs.map(({ what, outcome, durationMs }) => ({ what, outcome, durationMs })),
    evidence,
  };
}
