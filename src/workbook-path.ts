import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { ApiUsageError } from './errors';
import { projectRoot } from './native-loader';

/**
 * The absolute path of a file or folder of the workbook. A notebook runs in `notebooks/en`; this finds files from anywhere.
 *
 * @param path Relative to the workbook's root, `/` between folders.
 * @throws {ApiUsageError} `WORKBOOK_FILE_UNKNOWN` if nothing is there, or the path leads out of the workbook
 * @example
 * ```ts
 * readFileSync(workbookPath('recordings/v3-single.jsonl'), 'utf8');
 * ```
 */
export function workbookPath(path: string): string {
  const found = join(projectRoot, path);
  const inside = relative(projectRoot, found);
  if (!isAbsolute(path) && !inside.startsWith('..') && existsSync(found)) return found;
  throw new ApiUsageError('WORKBOOK_FILE_UNKNOWN', `Cannot find the workbook's file "${path}"`, {
    expected: 'a path relative to the root of the workbook',
    actual: path,
  });
}
