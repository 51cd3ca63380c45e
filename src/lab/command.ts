import { ApiUsageError } from '../errors';
import type { CommandReport } from './command-report';
import { LabFolder } from './process/lab-folder';
import { runInLab, type LabOptions } from './lab-run';
import type { SupervisedEnd } from './process/supervise';
import { STOPPED } from './stopped';
import { readProcessTraces, TRACES } from './process/trace-file';

/** How a command is run. */
export interface CommandOptions extends LabOptions {
  /** The folder to run it in; default: this process's. */
  cwd?: string;
}

/**
 * Runs a command line in the lab: a script, a C++ program, a test runner. Whatever it does, it neither ends nor hangs the caller. Crashes of any of its
 * processes are reported; calls on plugins are, where a process of it uses this package.
 *
 * @param command The program and its arguments; no shell is between.
 * @throws {ApiUsageError} `COMMAND_MISSING` where it cannot be started
 * @throws {LibraryError} `NATIVE_MISSING` when this package is not built
 * @example
 * ```ts
 * const report = await runCommand(['node', 'run-my-plugin.js'], { timeMs: 60_000 });
 * show(crashPicture(report));
 * ```
 */
export async function runCommand(
  command: readonly string[],
  options: CommandOptions = {},
): Promise<CommandReport> {
  const [program] = command;
  if (!program) {
    throw new ApiUsageError('COMMAND_MISSING', 'Cannot run a command: it is empty');
  }
  const folder = new LabFolder();
  try {
    const env = { ...options.env, WORKBOOK_TRACE_FOLDER: folder.folder(TRACES) };
    const { end, report } = await runInLab(command, folder, { timeMs: 60_000, ...options, env });
    if (end.failure !== null) {
      throw new ApiUsageError('COMMAND_MISSING', `Cannot run ${program}: ${end.failure}`);
    }
    const trace = readProcessTraces(folder, report.crash?.process ?? null, report.notes);
    return { command: [...command], outcome: outcomeOf(end), ...report, trace };
  } finally {
    folder.remove();
  }
}

function outcomeOf({ limit, signal }: SupervisedEnd): CommandReport['outcome'] {
  if (limit) return STOPPED[limit.name];
  return signal === null ? 'exited' : 'died';
}
