import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ChildReport } from './child-report';
import { LabFolder } from './process/lab-folder';
import { runInLab, type LabOptions } from './lab-run';
import { STOPPED } from './stopped';
import type { SupervisedEnd } from './process/supervise';
import { readKeptTrace } from './process/trace-file';

export type { ChildLimits } from './limits';

/** What the child may use: the whole package. */
export type Workbook = typeof import('../index');

/** What the parent sends. */
export interface ChildTask {
  source: string;
  argument: unknown;
  tracePath: string;
}

/** What the child answers, once. */
export type ChildAnswer =
  | { result: unknown }
  | { error: { name: string; code?: string; message: string; stack?: string } };

const MAIN = join(__dirname, 'child-main.js');
const TRACE = 'trace';

/**
 * Runs a function in a process of its own, so that nothing it does can end or hang the caller: a segmentation fault, an abort, an
 * endless loop, all memory taken.
 *
 * @param task The function. Its source text is sent, so it may use only its parameters: the package, `argument`, and `require`.
 * @param argument Sent as JSON.
 * @returns always, whatever happened; all that it left running is ended, daemons too
 * @throws {LibraryError} `NATIVE_MISSING` when this package is not built
 * @example
 * ```ts
 * const report = await runInChild(({ getPluginRegistry }, path) => getPluginRegistry().loadLibrary(path), './libmine.so');
 * report.outcome; // 'returned', or 'died' with report.signal === 'SIGSEGV'
 * report.backtrace; // the plugin's functions with their lines
 * ```
 */
export async function runInChild<Argument, Result>(
  task: (
    workbook: Workbook,
    argument: Argument,
    require: NodeJS.Require,
  ) => Result | Promise<Result>,
  argument: Argument,
  options: LabOptions = {},
): Promise<ChildReport<Result>> {
  const folder = new LabFolder();
  try {
    const mark = basename(folder.path);
    const sent: ChildTask = {
      source: task.toString(),
      argument,
      tracePath: folder.keep(TRACE),
    };
    writeFileSync(folder.file('task'), JSON.stringify(sent));
    const { end, report } = await runInLab(
      [process.execPath, MAIN, folder.file('task'), mark],
      folder,
      options,
    );
    const trace = readKeptTrace(folder, TRACE, report.notes);
    return { ...outcomeOf<Result>(end, readAnswer(end.answer, mark)), ...report, trace };
  } finally {
    folder.remove();
  }
}

function outcomeOf<Result>(
  { limit, signal, exitCode }: SupervisedEnd,
  answer: ChildAnswer | null,
): Pick<ChildReport<Result>, 'outcome' | 'result' | 'error'> {
  const said = answer as { result?: Result; error?: ChildReport<Result>['error'] } | null;
  if (limit) return { ...said, outcome: STOPPED[limit.name] };
  if (!said || signal !== null || exitCode !== 0) return { ...said, outcome: 'died' };
  return { ...said, outcome: said.error ? 'threw' : 'returned' };
}

/** The child's answer. The task may have written other things to the same descriptor. */
function readAnswer(bytes: Buffer, mark: string): ChildAnswer | null {
  const at = bytes.lastIndexOf(`\n${mark}`);
  if (at < 0) return null;
  try {
    return JSON.parse(bytes.toString('utf8', at + 1 + mark.length)) as ChildAnswer;
  } catch {
    return null; // cut off: the process died while it answered
  }
}
