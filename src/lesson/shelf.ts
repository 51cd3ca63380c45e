/** All lessons together, and the workbook's files around them: what links, excerpts and tables need. */
import type { ExerciseDescription } from '../exercise/exercise';
import type { Lesson } from './lesson';

export type Language = 'en' | 'zh';

/** An exercise as a lesson shows it. */
export interface ShelfExercise
  extends Pick<
    ExerciseDescription,
    'title' | 'kind' | 'minutes' | 'points' | 'files' | 'hints' | 'order'
  > {
  /** `03-read-a-field`. */
  name: string;
  /** README.md and README.zh.md. */
  readme: Readonly<Record<Language, string>>;
}

export interface Shelf {
  /** By folder name, in the order of their numbers; the front page is `index`. */
  lessons: ReadonlyMap<string, Readonly<Record<Language, Lesson>>>;
  /** A file's text; null where there is none. `path` is relative to the root of the workbook. */
  read(path: string): string | null;
  /** Whether a file or a folder is there. */
  exists(path: string): boolean;
  /** Those of a lesson, the easier first. */
  exercises(lesson: string): readonly ShelfExercise[];
}

export const emptyShelf: Shelf = {
  lessons: new Map(),
  read: () => null,
  exists: () => false,
  exercises: () => [],
};

/** The front page's folder. */
export const INDEX = 'index';

/** The numbered lessons, without the front page. */
export function numberedLessons(
  shelf: Shelf,
  language: Language,
): { name: string; lesson: Lesson }[] {
  return [...shelf.lessons]
    .filter(([name]) => name !== INDEX)
    .map(([name, languages]) => ({ name, lesson: languages[language] }));
}

/** `03` of `03-plugin-fields`. */
export function lessonNumber(name: string): string {
  return name.slice(0, 2);
}
