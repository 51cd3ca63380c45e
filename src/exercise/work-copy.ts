/** The learner's own copy of an exercise, in work/, which git ignores. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shownPath } from '../cell/shown-path';
import { workRoot } from '../progress/progress-file';
import { stubFolder } from './catalogue';
import type { Exercise } from './exercise';

export const workFolder = ({ name }: Pick<Exercise, 'name'>): string => join(workRoot, name);

/** As a learner names it: from the workbook's root where it is in it. */
export const workPath = (exercise: Pick<Exercise, 'name'>): string =>
  shownPath(workFolder(exercise));

export const hasWorkCopy = (exercise: Pick<Exercise, 'name'>): boolean =>
  existsSync(workFolder(exercise));

const READMES = ['README.md', 'README.zh.md'];

/** Files of an exercise as a learner gets them. */
export const filesOf = ({ files, given }: Exercise): string[] => [...files, ...given];

/** In a copy: which stub it was made of, so that one nobody touched follows an update of the workbook. */
const ORIGIN = '.origin';

/** Makes the copy where it is missing, and anew where nobody has touched it and the exercise is another by now; what a learner wrote stays as it is. @returns whether it was made now */
export function ensureWorkCopy(exercise: Exercise): boolean {
  const folder = workFolder(exercise);
  const known = hasWorkCopy(exercise);
  const origin = join(folder, ORIGIN);
  const outdated =
    known &&
    existsSync(origin) &&
    readFileSync(origin, 'utf8') === copyFingerprint(exercise, folder) &&
    readFileSync(origin, 'utf8') !== copyFingerprint(exercise, stubFolder(exercise));
  const made = !known || outdated;
  for (const file of [...(made ? READMES : []), ...filesOf(exercise)]) {
    const target = join(folder, file);
    if (!outdated && existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(stubFolder(exercise), file), target);
  }
  if (made) writeFileSync(origin, copyFingerprint(exercise, stubFolder(exercise)));
  return made && !outdated;
}

/** Of all files in a learner's copy. */
export function copyFingerprint(exercise: Exercise, folder: string): string {
  const hash = createHash('sha256');
  for (const file of [...READMES, ...filesOf(exercise)]) {
    const path = join(folder, file);
    hash
      .update(`${file}\0`)
      .update(existsSync(path) ? readFileSync(path) : '')
      .update('\0');
  }
  return hash.digest('hex');
}

/** Given files that are not as the exercise has them. */
export function changedGivenFiles(exercise: Exercise, folder: string): string[] {
  return exercise.given.filter((file) => {
    const path = join(folder, file);
    return (
      existsSync(path) && !readFileSync(path).equals(readFileSync(join(stubFolder(exercise), file)))
    );
  });
}

/** Whether the learner has changed nothing yet. */
export function isUntouched(exercise: Exercise, folder: string): boolean {
  return exercise.files.every((file) => {
    const path = join(folder, file);
    return (
      existsSync(path) && readFileSync(path).equals(readFileSync(join(stubFolder(exercise), file)))
    );
  });
}

/** Starts anew; what was there is kept. @returns the folder with it, or null where there was nothing */
export function resetWorkCopy(exercise: Exercise, now = new Date()): string | null {
  let kept: string | null = null;
  if (hasWorkCopy(exercise)) {
    const stamp = now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
    kept = join(workRoot, 'backup', `${exercise.name}-${stamp}`);
    for (let nth = 2; existsSync(kept); nth += 1)
      kept = join(workRoot, 'backup', `${exercise.name}-${stamp}-${nth}`);
    mkdirSync(dirname(kept), { recursive: true });
    renameSync(workFolder(exercise), kept);
  }
  ensureWorkCopy(exercise);
  return kept;
}
