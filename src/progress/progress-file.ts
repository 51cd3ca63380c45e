/** What the learner has done so far, in one small file: `work/progress.json`. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../native-loader';

/** The file's contents. Names of lessons and ids of cells are those of the notebooks. */
export interface Progress {
  version: 1;
  /** By lesson: the code cells that ran without an error, in the order they first did. */
  lessons: Record<string, { cells: string[] }>;
}

/** Git ignores `work/`, so that an update of the workbook never meets what a learner did. */
export const progressFile = join(projectRoot, 'work', 'progress.json');

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

/** Reads the file. One that is missing or damaged counts as no progress: it is the learner's to delete. */
export function readProgress(file = progressFile): Progress {
  let contents: unknown;
  try {
    contents = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    contents = {};
  }
  return { version: 1, lessons: lessonsOf(isRecord(contents) ? contents['lessons'] : undefined) };
}

/** Notes that a code cell of a lesson ran without an error. What the file holds beside it stays. */
export function recordCell(lesson: string, cell: string, file = progressFile): void {
  const progress = readProgress(file);
  const cells = progress.lessons[lesson]?.cells ?? [];
  if (cells.includes(cell)) return;
  progress.lessons[lesson] = { cells: [...cells, cell] };
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, `${JSON.stringify(progress, null, 1)}\n`);
  renameSync(draft, file);
}
