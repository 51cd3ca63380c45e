import { basename, dirname } from 'node:path';
import { recordCell } from '../progress/progress-file';

/**
 * Notes the cells of a lesson that ran, for the front page's progress. A Jupyter server names the notebook in JPY_SESSION_NAME;
 * kernels of headless runs have no such name, and those leave nothing behind.
 *
 * @param log Takes what went wrong: a full disk must not fail a cell.
 * @param notebook Path of the notebook that the kernel serves.
 */
export function recordProgress(
  log: (text: string) => void,
  notebook = process.env['JPY_SESSION_NAME'],
): (cell: string) => void {
  const folder = dirname(notebook ?? '');
  const language = basename(folder);
  const isLesson = ['en', 'zh'].includes(language) && basename(dirname(folder)) === 'notebooks';
  if (notebook === undefined || !isLesson) return () => undefined;
  const lesson = basename(notebook, '.ipynb');
  return (cell) => {
    try {
      recordCell(lesson, cell);
    } catch (error) {
      log(`Cannot keep the progress: ${String(error)}`);
    }
  };
}
