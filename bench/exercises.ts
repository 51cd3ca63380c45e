import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { allExercises, solutionFolder, stubFolder } from '../src/exercise/catalogue';
import { checkExercise, restPlaces } from '../src/exercise/check';
import type { Exercise, ExerciseKind } from '../src/exercise/exercise';
import { filesOf } from '../src/exercise/work-copy';
import { median, withinLimit, type Comparison } from './measure';

/** Edits of each exercise that count. */
const EDITS = 3;
const COMMENTS: Record<string, string> = { '.cpp': '//', '.cu': '//', '.h': '//', '.ts': '//' };

/** Milliseconds from an edit to the verdict, as `workbook watch` takes them: every edit is a text that was never compiled before. */
async function editsOf(exercise: Exercise): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'edits-'));
  try {
    for (const file of filesOf(exercise)) {
      const from = exercise.files.includes(file) ? solutionFolder : stubFolder;
      cpSync(join(from(exercise), file), join(folder, file), { recursive: true });
    }
    const [edited = ''] = exercise.files;
    const comment = COMMENTS[extname(edited)] ?? '#';
    const times: number[] = [];
    for (let edit = -1; edit < EDITS; edit += 1) {
      appendFileSync(join(folder, edited), `${comment} ${Date.now()} ${edit}\n`);
      const report = await checkExercise(exercise.name, { folder, keepsReady: true });
      if (!report.passed) throw new Error(`The solution of ${exercise.name} fails`);
      // The first has compiled what is given, and left a process that waits, which had no time yet.
      if (edit >= 0) times.push(report.totalMs);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    return times;
  } finally {
    await restPlaces();
    rmSync(folder, { recursive: true });
  }
}

async function editToVerdict(
  name: string,
  kinds: readonly ExerciseKind[],
  limitMs: number,
): Promise<Comparison> {
  const times: number[] = [];
  const exercises = allExercises().filter(({ kind, files }) => {
    const compiled = files.some((file) => ['.cpp', '.cu', '.ts'].includes(extname(file)));
    return kinds.includes(kind) && compiled;
  });
  for (const exercise of exercises) times.push(...(await editsOf(exercise)));
  const what = `median of ${times.length} edits of ${exercises.length} exercises`;
  return withinLimit(name, what, median(times), limitMs);
}

/** Edit to verdict of the C++ exercises. */
export const exercisesCpp = (): Promise<Comparison> =>
  editToVerdict('Exercises in C++, edit to verdict', ['cpp', 'bug'], 2500);

/** Edit to verdict of the TypeScript exercises. */
export const exercisesTypeScript = (): Promise<Comparison> =>
  editToVerdict('Exercises in TypeScript, edit to verdict', ['typescript'], 700);
