/** The learner's own copy of an exercise, in work/, which git ignores. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
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

/** Makes the copy where it is missing; what is there stays as it is. @returns whether it was made now */
export function ensureWorkCopy(exercise: Exercise): boolean {
  const made = !hasWorkCopy(exercise);
  for (const file of [...(made ? READMES : []), ...filesOf(exercise)]) {
    const target = join(workFolder(exercise), file);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(stubFolder(exercise), file), target);
  }
  return made;
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
