/** What the learner has done so far, in one small file: `work/progress.json`. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../native-loader';

/** What is remembered of an exercise. */
export interface ExerciseProgress {
  /** Whether a check ever passed all of it. */
  passed: boolean;
  /** Checks until it first passed. */
  attempts: number;
  /** Hints that were shown, 0 to 3. */
  hints: number;
  /** Whether the solution was shown before it passed. */
  gaveUp: boolean;
  /** The most that a check gave. */
  points: number;
}

/** The file's contents. Names of lessons and ids of cells are those of the notebooks. */
export interface Progress {
  version: 1;
  /** By lesson: the code cells that ran without an error, in the order they first did. */
  lessons: Record<string, { cells: string[] }>;
  /** By exercise. */
  exercises: Record<string, ExerciseProgress>;
}

/**
 * Where what a learner does is kept: `work/`, which git ignores, so that an update of the workbook never meets it. Another folder by WORKBOOK_WORK, where many
 * learners share one workbook.
 */
export const workRoot = process.env['WORKBOOK_WORK'] ?? join(projectRoot, 'work');

export const progressFile = join(workRoot, 'progress.json');

export const NO_PROGRESS: ExerciseProgress = {
  passed: false,
  attempts: 0,
  hints: 0,
  gaveUp: false,
  points: 0,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lessonsOf(value: unknown): Progress['lessons'] {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, lesson]) => {
      const cells = isRecord(lesson) ? lesson['cells'] : undefined;
      if (!Array.isArray(cells)) return [];
      return [[name, { cells: cells.filter((cell) => typeof cell === 'string') }]];
    }),
  );
}

function exercisesOf(value: unknown): Progress['exercises'] {
  if (!isRecord(value)) return {};
  const count = (known: unknown): number =>
    typeof known === 'number' && Number.isFinite(known) && known >= 0 ? known : 0;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, exercise]) => {
      if (!isRecord(exercise)) return [];
      const { passed, attempts, hints, gaveUp, points } = exercise;
      const known: ExerciseProgress = {
        passed: passed === true,
        attempts: count(attempts),
        hints: Math.min(3, count(hints)),
        gaveUp: gaveUp === true,
        points: count(points),
      };
      return [[name, known]];
    }),
  );
}

/** What the file holds, also what this version does not know. One that is missing or damaged counts as no progress: it is the learner's to delete. */
function readContents(file: string): Record<string, unknown> {
  try {
    const contents: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(contents) ? contents : {};
  } catch {
    return {};
  }
}

export function readProgress(file = progressFile): Progress {
  const contents = readContents(file);
  return {
    version: 1,
    lessons: lessonsOf(contents['lessons']),
    exercises: exercisesOf(contents['exercises']),
  };
}

/** Writes one part; what the file holds beside it stays. */
function write(file: string, change: Partial<Progress>): void {
  const contents = { ...readContents(file), version: 1, ...change };
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(contents, null, 1)}\n`);
  renameSync(draft, file);
}

/** Notes that a code cell of a lesson ran without an error. */
export function recordCell(lesson: string, cell: string, file = progressFile): void {
  const { lessons } = readProgress(file);
  const cells = lessons[lesson]?.cells ?? [];
  if (cells.includes(cell)) return;
  write(file, { lessons: { ...lessons, [lesson]: { cells: [...cells, cell] } } });
}

/** Changes what is remembered of an exercise. @returns what it is now */
export function recordExercise(
  name: string,
  change: (before: ExerciseProgress) => Partial<ExerciseProgress>,
  file = progressFile,
): ExerciseProgress {
  const { exercises } = readProgress(file);
  const before = exercises[name] ?? NO_PROGRESS;
  const after = { ...before, ...change(before) };
  if (JSON.stringify(after) !== JSON.stringify(before))
    write(file, { exercises: { ...exercises, [name]: after } });
  return after;
}
