/** Files of an exercise that are texts, of a notebook's cells, in a folder for as long as a check takes. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiUsageError } from '../errors';
import { stubFolder } from './catalogue';
import type { Exercise } from './exercise';
import type { Place, SubjectEnd } from './run/subject';

export type FileTexts = Readonly<Record<string, string>>;

/**
 * Calls `work` with a folder that holds the texts and the files that are given with the exercise, and removes it.
 *
 * @throws {ApiUsageError} `EXERCISE_FILES_UNKNOWN`, `EXERCISE_FILES_MISSING`
 */
export async function withTextFolder<Result>(
  exercise: Exercise,
  texts: FileTexts,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  requireNames(exercise, texts);
  const folder = mkdtempSync(join(tmpdir(), 'workbook-texts-'));
  try {
    for (const file of [...exercise.given, ...exercise.files]) {
      const target = join(folder, file);
      mkdirSync(dirname(target), { recursive: true });
      const text = texts[file];
      if (text === undefined) cpSync(join(stubFolder(exercise), file), target);
      else writeFileSync(target, text);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function requireNames({ name, files }: Exercise, texts: FileTexts): void {
  const expected = `the text of ${files.join(', ')}`;
  const unknown = Object.keys(texts).filter((file) => !files.includes(file));
  if (unknown.length > 0)
    throw new ApiUsageError(
      'EXERCISE_FILES_UNKNOWN',
      `Cannot check ${name}: ${unknown.join(', ')} is no file that a learner writes in it`,
      { expected },
    );
  const missing = files.filter((file) => typeof texts[file] !== 'string');
  if (missing.length > 0)
    throw new ApiUsageError(
      'EXERCISE_FILES_MISSING',
      `Cannot check ${name}: no text of ${missing.join(', ')} is given`,
      { expected },
    );
}

/** The same place; what it says of files names them without the folder, which is another each time. */
export function namingWithin(folder: string, place: Place): Place {
  return {
    name: place.name,
    perform: async (task) => withoutFolder(await place.perform(task), folder),
    prepare: async (kinds) => place.prepare?.(kinds),
    rest: async () => place.rest?.(),
  };
}

/** The end is JSON, so a path is the same text wherever it stands. */
function withoutFolder(end: SubjectEnd, folder: string): SubjectEnd {
  const inJson = JSON.stringify(`${folder}/`).slice(1, -1);
  return JSON.parse(JSON.stringify(end).replaceAll(inJson, '')) as SubjectEnd;
}
