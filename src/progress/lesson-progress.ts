/** How far the learner is in each lesson. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allExercises } from '../exercise/catalogue';
import { projectRoot } from '../native-loader';
import type { Language } from '../display/figure';
import { readProgress, type Progress } from './progress-file';

/** One lesson, in the order of their numbers. */
export interface LessonProgress {
  /** Of the notebook, as `03-plugin-fields`. */
  lesson: string;
  title: Readonly<Record<Language, string>>;
  minutes: number;
  /** Code cells of the lesson. */
  cells: number;
  /** Those of them that ran without an error. */
  ran: number;
  /** Its exercises, and those of them that passed once. */
  exercises: { all: number; passed: number };
}

/** The part of a notebook that matters here. */
interface NotebookFile {
  metadata: { title: string; workbook: { minutes: number } };
  cells: { cell_type: string; id: string }[];
}

function readNotebook(language: Language, lesson: string): NotebookFile {
  const file = join(projectRoot, 'notebooks', language, `${lesson}.ipynb`);
  return JSON.parse(readFileSync(file, 'utf8')) as NotebookFile;
}

/** Every lesson with the number of its cells that have run. Cells that a lesson does not have any more do not count. */
export function progressOfLessons(
  progress: Pick<Progress, 'lessons' | 'exercises'> = readProgress(),
): LessonProgress[] {
  const folder = join(projectRoot, 'notebooks', 'en');
  if (!existsSync(folder)) return [];
  const exercises = allExercises();
  return readdirSync(folder)
    .filter((file) => /^\d\d-.*\.ipynb$/.test(file))
    .sort()
    .map((file) => {
      const lesson = file.replace(/\.ipynb$/, '');
      const { metadata, cells } = readNotebook('en', lesson);
      const ids = cells.filter((cell) => cell.cell_type === 'code').map(({ id }) => id);
      const ran = new Set(progress.lessons[lesson]?.cells ?? []);
      const own = exercises.filter((exercise) => exercise.lesson === lesson);
      return {
        lesson,
        title: { en: metadata.title, zh: readNotebook('zh', lesson).metadata.title },
        minutes: metadata.workbook.minutes,
        cells: ids.length,
        ran: ids.filter((id) => ran.has(id)).length,
        exercises: {
          all: own.length,
          passed: own.filter(({ name }) => progress.exercises[name]?.passed === true).length,
        },
      };
    });
}
