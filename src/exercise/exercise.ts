/** What an exercise is: its description (exercise.json), and the trusted check beside it (check.ts). */
import type { Bilingual, Figure } from '../display/figure';
import type { TraceRecord } from '../trace/record';
import type { ResultOf, RunRequest } from './run/request';
import type { Random } from './random';

export type { Bilingual };

export const EXERCISE_KINDS = ['cpp', 'typescript', 'trace', 'bug', 'build'] as const;
export type ExerciseKind = (typeof EXERCISE_KINDS)[number];

/** A mistake that many make; a check recognises it, and the verdict says it. */
export interface Mistake {
  /** `forgot-the-tail`, as verdicts name it. */
  id: string;
  say: Bilingual;
}

/** exercise.json. */
export interface ExerciseDescription {
  title: Bilingual;
  kind: ExerciseKind;
  /** Its place among its lesson's, from 1: the easier first. */
  order: number;
  /** Honest time for somebody who has just read the lesson. */
  minutes: number;
  points: number;
  /** What the learner edits; the folder's other files are given. */
  files: readonly string[];
  /** Where to look, what is missing, nearly the answer. */
  hints: readonly [Bilingual, Bilingual, Bilingual];
  mistakes: readonly Mistake[];
}

/** An exercise as it is worked on. */
export interface Exercise extends ExerciseDescription {
  /** Of its folders: `03-read-a-field`. */
  name: string;
  /** Of its lesson's folder: `03-plugin-fields`. */
  lesson: string;
  /** Files that stand beside those of the learner: headers, kernels, traces. */
  given: readonly string[];
}

/** What a check says about one part. */
export interface Verdict {
  passed: boolean;
  /** Of the part's points; default: all where it passed, else none. */
  points?: number;
  /** What is so, then what to do: never only "failed". */
  message: Bilingual;
  expected?: string | Bilingual;
  actual?: string | Bilingual;
  /** The place of the first difference, in words or as an index: `y[1, 2]`. */
  firstDifference?: string;
  /** Calls around the one that matters. */
  trace?: readonly TraceRecord[];
  picture?: Figure;
  /** The id of a mistake in exercise.json. */
  mistake?: string;
}

/** One question that a check asks, worth points of its own. */
export interface Part<Request extends RunRequest = RunRequest> {
  id: string;
  title: Bilingual;
  points: number;
  /** Its inputs are not told to the learner beforehand. */
  hidden?: boolean;
  /** Ids of parts that have to pass before this one counts: what a file with nothing in it passes by accident is worth nothing. */
  after?: readonly string[];
  /** What is to be run. All chance comes from `random`, so that a seed brings the same again. */
  inputs(random: Random): Request;
  /**
   * Compares with what is right, which only it knows. It is called where the run came to its end; crashes, limits and compile errors are verdicts
   * without it.
   */
  judge(result: ResultOf<Request>, request: Request): Verdict;
}

/** What is known of a part that did not pass. */
export interface Evidence {
  part: string;
  verdict: Verdict;
  /** The learner's files by name. */
  files: Readonly<Record<string, string>>;
}

/** What check.ts exports as `check`. */
export interface ExerciseCheck {
  parts: readonly Part[];
  /** Recognises a mistake where `judge` named none, from the learner's text, a compile error or a crash. @returns its id */
  recognise?(evidence: Evidence): string | undefined;
}

/** A part with the types of its request: `inputs` decides what `judge` gets. */
export function part<Request extends RunRequest>(one: Part<Request>): Part {
  // Each part gets its own kind of result back: checkExercise() runs what `inputs` gave.
  return one as unknown as Part;
}
