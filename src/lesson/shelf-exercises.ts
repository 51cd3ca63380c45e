/** The exercises of every lesson, as `lessons/NN-lesson/exercises/` has them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDescription } from '../exercise/description';
import { exerciseSources } from '../exercise/generate';
import type { ShelfExercise } from './shelf';

/** By lesson, the easier first. What is wrong with one is told where the exercises are made (src/exercise/generate.ts). */
export function shelfExercises(root: string): Map<string, ShelfExercise[]> {
  const shelf = new Map<string, ShelfExercise[]>();
  for (const { name, lesson, folder } of exerciseSources(root)) {
    const text = (file: string): string =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
    const description = readDescription(text('exercise.json'), () => undefined);
    const readme = { en: text('README.md'), zh: text('README.zh.md') };
    shelf.set(lesson, [...(shelf.get(lesson) ?? []), { ...description, name, readme }]);
  }
  for (const exercises of shelf.values()) exercises.sort((a, b) => a.order - b.order);
  return shelf;
}
