import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { allExercises } from '../../exercise/catalogue';
import type { Exercise } from '../../exercise/exercise';
import { hasWorkCopy, isUntouched, workFolder } from '../../exercise/work-copy';
import { ApiUsageError } from '../../errors';
import { misused } from '../usage';
import { GRADE_WORDS } from './grade-words';
import { exerciseOptions } from './options';
import { print, printJSON } from './output';

/**
 * `workbook hand-in FOLDER [--as NAME]`: the learner's own files of all exercises worked on, to FOLDER/NAME/EXERCISE. What was handed in before is replaced as a
 * whole. @returns the exit code: 1 where there is nothing to hand in
 */
export async function handInCommand(args: readonly string[]): Promise<number> {
  const options = exerciseOptions(args, { values: ['as'] });
  const [folder] = options.names;
  if (options.wrong !== null) return misused(options.wrong);
  if (folder === undefined) return misused('hand-in needs the folder to copy to');
  const name = options.values.get('as') ?? userInfo().username;
  if (name !== basename(name) || name === '' || name.startsWith('.'))
    return misused(`--as is a name, not ${JSON.stringify(name)}`);
  const words = GRADE_WORDS[options.language];
  const copies = allExercises().filter(hasWorkCopy);
  const worked = copies.filter((exercise) => !isUntouched(exercise, workFolder(exercise)));
  const target = resolve(folder, name);
  if (worked.length === 0) {
    if (options.json) printJSON({ folder: null, exercises: [] });
    else print(words.handInNothing);
    return 1;
  }
  const replaced = handIn(worked, target);
  const exercises = worked.map((exercise) => ({ exercise: exercise.name, ...filesIn(exercise) }));
  if (options.json) {
    printJSON({ folder: target, replaced, exercises });
    return 0;
  }
  for (const { exercise, files, missing } of exercises) {
    print(words.handedIn(exercise, files.join(', ')));
    if (missing.length > 0) print(words.incomplete(exercise, missing.join(', ')));
  }
  for (const exercise of copies)
    if (!worked.includes(exercise)) print(words.untouched(exercise.name));
  print(words.handInDone(worked.length, target));
  if (replaced) print(words.replaced);
  return 0;
}

function filesIn(exercise: Exercise): { files: string[]; missing: string[] } {
  const isThere = (file: string): boolean => existsSync(join(workFolder(exercise), file));
  return {
    files: exercise.files.filter(isThere),
    missing: exercise.files.filter((file) => !isThere(file)),
  };
}

/** Copies beside the target first: who looks sees the old one or the new one, never half of one. @returns whether there was an old one */
function handIn(exercises: readonly Exercise[], target: string): boolean {
  mkdirSync(dirname(target), { recursive: true });
  const draft = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const made = join(draft, 'new');
    for (const exercise of exercises)
      for (const file of filesIn(exercise).files) {
        const copy = join(made, exercise.name, file);
        mkdirSync(dirname(copy), { recursive: true });
        cpSync(join(workFolder(exercise), file), copy, { dereference: true });
      }
    const known = existsSync(target);
    if (known) {
      requireHandIn(target);
      renameSync(target, join(draft, 'old'));
    }
    renameSync(made, target);
    return known;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** @throws {ApiUsageError} `HAND_IN_REFUSED` where the folder is somebody's who has other things in it */
function requireHandIn(target: string): void {
  const names = new Set(allExercises().map(({ name }) => name));
  const other = readdirSync(target).find((name) => !names.has(name));
  if (other === undefined) return;
  throw new ApiUsageError(
    'HAND_IN_REFUSED',
    `Cannot hand in to ${target}: it has ${other}, which no hand-in has; choose another folder or --as NAME`,
  );
}
