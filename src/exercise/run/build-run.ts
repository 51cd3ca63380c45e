/** Runs a learner's build files in a copy of the folder. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pluginFlags } from '../../build/flags';
import { findToolchain } from '../../cell/toolchain';
import { runCommand } from '../../lab/command';
import { projectRoot } from '../../native-loader';
import { ApiUsageError } from '../../errors';
import { registersItself } from './registration';
import type { BuildRun } from './request';
import type { RunEnd, SubjectTask } from './subject';

const TIME_MS = 60_000;
const MOST_LINES = 25;

type Built =
  | { end: RunEnd }
  /** The library is there until `remove`. */
  | { library: { library: string; opened: boolean }; remove: () => void };

/**
 * What the commands find in their environment, beside this process's: `CXX`, the compiler; `WORKBOOK`, the workbook's folder; `WORKBOOK_INCLUDE`
 * and `WORKBOOK_LIBRARIES`, folders for -I and -L, a colon between; `PATH` with `workbook` and, where set-up has them, cmake and ninja.
 */
function environment(): NodeJS.ProcessEnv {
  const { compiler } = findToolchain();
  const { includeDirs, libraryDirs } = pluginFlags('emulator', compiler);
  const folders = [join(projectRoot, 'node_modules', '.bin'), join(projectRoot, '.venv', 'bin')];
  return {
    CXX: compiler.command.join(' '),
    WORKBOOK: projectRoot,
    WORKBOOK_INCLUDE: includeDirs.join(':'),
    WORKBOOK_LIBRARIES: libraryDirs.join(':'),
    PATH: [...folders, process.env['PATH'] ?? ''].join(':'),
  };
}

export async function buildWith(request: BuildRun, task: SubjectTask): Promise<Built> {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-exercise-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  let kept = false;
  try {
    for (const file of task.files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(task.folder, file), join(folder, file));
    }
    for (const command of request.commands) {
      const report = await attempt(command, folder, task.lab);
      if ('end' in report) return report;
      if (report.outcome !== 'exited') return { end: { outcome: 'stopped', report } };
      if (report.exitCode === 0) continue;
      const said = `${report.stdout}\n${report.stderr}`.replaceAll(`${folder}/`, '');
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      const head = `${command.join(' ')}: exit code ${report.exitCode}`;
      return failed([head, ...lines.slice(-MOST_LINES)].join('\n'));
    }
    const library = join(folder, request.library);
    if (!existsSync(library)) return failed(`${request.library} was not made`);
    const texts = task.files.filter((file) => /\.(cpp|cu|h)$/.test(file));
    const opened = texts.some((file) => registersItself(readFileSync(join(folder, file), 'utf8')));
    kept = true;
    return { library: { library, opened }, remove };
  } finally {
    if (!kept) remove();
  }
}

async function attempt(
  command: readonly string[],
  cwd: string,
  lab: SubjectTask['lab'],
): Promise<Awaited<ReturnType<typeof runCommand>> | { end: RunEnd }> {
  try {
    return await runCommand(command, { ...lab, cwd, env: environment(), timeMs: TIME_MS });
  } catch (error) {
    if (error instanceof ApiUsageError && error.code === 'COMMAND_MISSING')
      return failed(error.message);
    throw error;
  }
}

function failed(message: string): { end: RunEnd } {
  return { end: { outcome: 'notBuilt', failure: { message, diagnostics: [] } } };
}
