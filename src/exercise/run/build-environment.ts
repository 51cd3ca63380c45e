/** Where a learner's build files are run, and what they find in their environment. */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pluginFlags } from '../../build/flags';
import { contentKey } from '../../cell/cell-cache';
import { findToolchain } from '../../cell/toolchain';
import { projectRoot } from '../../native-loader';
import type { SubjectTask } from './subject';

/** A folder with the exercise's files, and nothing else at first. */
export interface BuildFolder {
  path: string;
  /** Puts the exercise's files there as they were before the first command, whatever stands in their place. */
  restore: () => void;
  remove: () => void;
}

/** The exercise's files by their names. */
export type BuildFiles = ReadonlyMap<string, Buffer>;

/** To be called before any command of the learner's has run. */
export function filesToBuild({ files, folder }: SubjectTask): BuildFiles {
  return new Map(files.map((file) => [file, readFileSync(join(folder, file))]));
}

/** A folder of cmake's that nobody has used for so long belongs to a process that is gone. */
const FORGOTTEN_MS = 10 * 60_000;

/**
 * A copy of the files. What cmake has found out about the compiler stays for the next check, and so do its objects: ninja knows which of them are still
 * right. All else is made anew each time, so that nothing of an earlier build can pass for a part of this one.
 *
 * @param cmakeFolder cmake's own, as the commands name it; null where cmake is not asked
 */
export function buildFolder(
  task: SubjectTask,
  files: BuildFiles,
  cmakeFolder: string | null,
): BuildFolder {
  const kept = cmakeFolder === null ? null : keptFolder(task, cmakeFolder);
  const path = kept?.path ?? mkdtempSync(join(tmpdir(), 'workbook-build-'));
  const restore = (): void => {
    for (const [file, bytes] of files) writeChanged(join(path, file), bytes);
  };
  restore();
  const remove = kept?.remove ?? (() => rmSync(path, { recursive: true, force: true }));
  return { path, restore, remove };
}

/** Only one process at a time has it; null for all others, and where nothing can be kept. */
function keptFolder(
  task: SubjectTask,
  cmakeFolder: string,
): Pick<BuildFolder, 'path' | 'remove'> | null {
  const key = contentKey(task.exercise, task.folder, cmakeFolder, process.env['CXX'] ?? '');
  const path = join(projectRoot, '.workbook', 'build', `${task.exercise}-${key.slice(0, 12)}`);
  const lock = `${path}.busy`;
  try {
    mkdirSync(path, { recursive: true });
    if (age(lock) > FORGOTTEN_MS) rmSync(lock, { recursive: true, force: true });
    mkdirSync(lock);
  } catch {
    return null;
  }
  return { path, remove: () => rmSync(lock, { recursive: true, force: true }) };
}

function age(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** A file that is the same stays as old as it is: what was made of it is not made again. */
function writeChanged(path: string, bytes: Buffer): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isFile() && readFileSync(path).equals(bytes)) return;
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/**
 * What the commands find in their environment, beside this process's: `CXX`, the compiler; `WORKBOOK`, the workbook's folder, in a path without blanks; `WORKBOOK_INCLUDE` and
 * `WORKBOOK_LIBRARIES`, folders for -I and -L, a colon between; `TensorRTWorkbook_DIR` for find_package; `PATH` with `node`, `workbook`, and cmake and ninja where set-up has them.
 */
export function buildEnvironment(folder: string): NodeJS.ProcessEnv {
  const { compiler } = findToolchain();
  const { includeDirs, libraryDirs } = pluginFlags('emulator', compiler);
  const root = withoutBlanks(folder);
  const here = (path: string): string => path.replace(projectRoot, root);
  const folders = [
    dirname(process.execPath),
    join(projectRoot, 'node_modules', '.bin'),
    join(projectRoot, '.venv', 'bin'),
  ];
  return {
    CXX: compiler.command.join(' '),
    WORKBOOK: root,
    WORKBOOK_INCLUDE: includeDirs.map(here).join(':'),
    WORKBOOK_LIBRARIES: libraryDirs.map(here).join(':'),
    TensorRTWorkbook_DIR: join(projectRoot, 'cmake'),
    PATH: [...folders, process.env['PATH'] ?? ''].join(delimiter),
    LC_ALL: 'C',
  };
}

/** Build files seldom quote their variables. */
function withoutBlanks(folder: string): string {
  if (!/\s/.test(projectRoot)) return projectRoot;
  const link = join(folder, '.workbook');
  rmSync(link, { force: true });
  symlinkSync(projectRoot, link);
  return link;
}
