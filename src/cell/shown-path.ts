import { isAbsolute, relative } from 'node:path';
import { projectRoot } from '../native-loader';
import { CELL_CACHE } from './cell-cache';

/** The name that a cell's lines have, in messages and in debug information. */
export const CELL = 'cell';

/** Whether a file is what was compiled for a cell. */
export function isOfCell(file: string): boolean {
  return file === CELL || (isAbsolute(file) && isInside(CELL_CACHE, file));
}

/** A path as it is shown: `cell`, from the workbook's root where it is in it, else as it is. */
export function shownPath(file: string): string {
  if (isOfCell(file)) return CELL;
  return isAbsolute(file) && isInside(projectRoot, file) ? relative(projectRoot, file) : file;
}

function isInside(folder: string, file: string): boolean {
  return !relative(folder, file).startsWith('..');
}
