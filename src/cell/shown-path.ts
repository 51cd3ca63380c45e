import { basename, isAbsolute, join, relative } from 'node:path';
import { projectRoot } from '../native-loader';
import { workRoot } from '../progress/progress-file';
import { CELL_CACHE } from './cell-cache';

/** The name that a cell's lines have, in messages and in debug information. */
export const CELL = 'cell';

/** The name of a text that was compiled and is in no file of the author's, such as `cell`; null for files. */
export function nameOfText(file: string): string | null {
  return isAbsolute(file) && isInside(CELL_CACHE, file) ? basename(file) : null;
}

/** A path as it is shown: the name of a text, from the workbook's root where it is in it, else as it is. */
export function shownPath(file: string): string {
  const text = nameOfText(file);
  if (text !== null) return text;
  // What a headless run shows is kept for everybody: the folder it worked in is named as a learner's.
  if (process.env['WORKBOOK_HEADLESS'] === '1' && isAbsolute(file) && isInside(workRoot, file))
    return join('work', relative(workRoot, file));
  return isAbsolute(file) && isInside(projectRoot, file) ? relative(projectRoot, file) : file;
}

function isInside(folder: string, file: string): boolean {
  return !relative(folder, file).startsWith('..');
}
