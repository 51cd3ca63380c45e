/** All exercises of the workbook, in the order in which they are done. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiUsageError } from '../errors';
import { projectRoot } from '../native-loader';
import type { Exercise, ExerciseCheck } from './exercise';

const EXERCISES = join(projectRoot, 'exercises');
const SOLUTIONS = join(projectRoot, 'solutions');

export function allExercises(): Exercise[] {
  if (!existsSync(EXERCISES)) return [];
  return readdirSync(EXERCISES)
    .filter((name) => existsSync(join(EXERCISES, name, 'exercise.json')))
    .map(readExercise)
    .sort(inOrder);
}

/** Lesson by lesson, the easier first. */
function inOrder(a: Exercise, b: Exercise): number {
  return a.lesson.localeCompare(b.lesson) || a.order - b.order || a.name.localeCompare(b.name);
}

function readExercise(name: string): Exercise {
  const description = JSON.parse(
    readFileSync(join(EXERCISES, name, 'exercise.json'), 'utf8'),
  ) as Omit<Exercise, 'name'>;
  return { name, ...description };
}

/**
 * The exercise that a name means: `03-read-a-field`, or its beginning or a part of it where only one has it.
 * @throws {ApiUsageError} `EXERCISE_UNKNOWN`, naming those that there are or that it could be
 */
export function exerciseNamed(name: string): Exercise {
  const all = allExercises();
  const wanted = name.replace(/^(?:\.\/)?(?:work|exercises)\//, '').replace(/\/.*$/, '');
  const exact = all.find((each) => each.name === wanted);
  if (exact) return exact;
  const candidates = all.filter((each) => wanted !== '' && each.name.includes(wanted));
  const [only, second] = candidates;
  if (only && !second) return only;
  const known = (second ? candidates : all).map((each) => each.name);
  throw new ApiUsageError(
    'EXERCISE_UNKNOWN',
    second
      ? `Cannot tell which exercise "${name}" means`
      : `Cannot find exercise "${name}": there is none of this name`,
    { expected: `one of ${known.join(', ')}` },
  );
}

/** Where the files are that a learner starts from. */
export const stubFolder = ({ name }: Pick<Exercise, 'name'>): string => join(EXERCISES, name);

export const solutionFolder = ({ name }: Pick<Exercise, 'name'>): string => join(SOLUTIONS, name);

/** The trusted check, compiled from the lesson's check.ts. */
export async function checkOf({ name, lesson }: Exercise): Promise<ExerciseCheck> {
  const path = join(projectRoot, 'dist', 'checks', lesson, 'exercises', name, 'check.js');
  if (!existsSync(path)) {
    throw new ApiUsageError('EXERCISE_CHECK_MISSING', `Cannot check ${name}: ${path} is missing`, {
      expected: 'it is made by "npm run setup"',
    });
  }
  const { check } = (await import(path)) as { check?: ExerciseCheck };
  if (check) return check;
  throw new ApiUsageError('EXERCISE_CHECK_MISSING', `Cannot check ${name}: no "check" in ${path}`);
}
