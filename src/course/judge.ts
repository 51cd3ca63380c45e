/** Judges the exercises of a notebook that was handed in: their cells are read, what they hold is run where `workbook grade` runs it. */
import type { Language } from '../display/figure';
import { exerciseNamed, stubFolder } from '../exercise/catalogue';
import { checkExercise } from '../exercise/check';
import type { Bilingual, Exercise } from '../exercise/exercise';
import { say } from '../exercise/judging';
import { labPlace } from '../exercise/run/lab-place';
import { BOX_LIMITS, PATIENCE } from '../grade/box-limits';
import { gradeSubmission, type Feedback, type Grade } from '../grade/grade';
import { GradeError } from '../grade/grade-error';
import { SandboxPlace } from '../grade/sandbox-place';
import type { Taken } from '../grade/submissions';
import { sandboxAvailable, SandboxUnavailableError } from '../sandbox';
import { readCellText } from './cell-text';

/** One exercise of a notebook. */
export interface HandedInCells {
  exercise: string;
  /** Of each file: the constant that holds its text, and the cell it should be in; null where that is missing. */
  files: Readonly<Record<string, { name: string; source: string | null }>>;
}

export interface JudgeTask {
  student: string;
  exercises: readonly HandedInCells[];
  seed: string;
  /** False: in the lab, which keeps accidents away and nothing else. */
  sandbox: boolean;
  /** Whether the student is told the inputs of hidden parts, and the seed. */
  reveal: boolean;
}

export interface Judgement {
  exercise: string;
  points: number;
  of: number;
  seed: string;
  place: Grade['place'];
  reason: Bilingual;
  feedback: Readonly<Record<Language, Feedback>>;
}

const ATTEMPTS = 3;

/** @throws {SandboxUnavailableError} `SANDBOX_UNAVAILABLE` @throws {GradeError} where it is not the student's fault */
export async function judgeNotebook(task: JudgeTask): Promise<Judgement[]> {
  if (task.sandbox) await requireSandbox();
  const judgements: Judgement[] = [];
  for (const cells of task.exercises) judgements.push(await judgeExercise(cells, task));
  return judgements;
}

async function requireSandbox(): Promise<void> {
  const { available, reason, cure } = await sandboxAvailable();
  if (available) return;
  throw new SandboxUnavailableError(
    reason ?? 'unknown',
    `${cure ?? 'see docs/sandbox.md'}; or, where every submission is trusted, c.Workbook.allow_unsandboxed = True in nbgrader_config.py`,
  );
}

async function judgeExercise(cells: HandedInCells, task: JudgeTask): Promise<Judgement> {
  const exercise = exerciseNamed(cells.exercise);
  const grade = await graded(exercise, textsIn(exercise, cells), task);
  const { points, of, seed, place, reason, feedback } = grade;
  return { exercise: exercise.name, points, of, seed, place, reason, feedback };
}

/** The files, as `workbook grade` takes them from a folder. */
function textsIn(exercise: Exercise, { files }: HandedInCells): Taken {
  const taken = new Map<string, Buffer>();
  for (const file of exercise.files) {
    const cell = files[file];
    const read = readCellText(cell?.source ?? null, cell?.name ?? file);
    if ('problem' in read) {
      const { en, zh } = read.problem;
      return { files: new Map(), missing: say(`${file}: ${en}`, `${file}：${zh}`), notes: [] };
    }
    taken.set(file, Buffer.from(read.text));
  }
  return { files: taken, missing: null, notes: [] };
}

async function graded(exercise: Exercise, taken: Taken, task: JudgeTask): Promise<Grade> {
  const { student, seed, sandbox, reveal } = task;
  const timeMs = PATIENCE * BOX_LIMITS.runSeconds * 1000;
  for (let attempt = 1; ; attempt += 1) {
    const place = sandbox ? new SandboxPlace() : labPlace;
    try {
      const options = { student, exercise, taken, place, seed, timeMs, reveal };
      const grade = await gradeSubmission(options);
      if (place instanceof SandboxPlace && place.lastFailure !== null)
        await requireRunnable(exercise, place.lastFailure);
      return grade;
    } catch (error) {
      const again = error instanceof GradeError && error.code === 'SANDBOX_ENDED';
      if (!again || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Where a sandbox gave no answer it was the submission only if the files that the exercise begins with give one. */
async function requireRunnable(exercise: Exercise, failure: string): Promise<void> {
  const place = new SandboxPlace();
  await checkExercise(exercise.name, { folder: stubFolder(exercise), place });
  if (place.lastFailure === null) return;
  throw new GradeError(
    'EXERCISE_NOT_GRADABLE',
    `Cannot grade ${exercise.name}: not even its own files run in the sandbox; ${failure}`,
  );
}
