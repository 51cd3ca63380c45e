import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { projectRoot } from '../native-loader';
import { SandboxUsageError } from './sandbox-error';

/** What compilers, Node and the C library are made of, where the machine has it. */
const SYSTEM = [
  '/usr/bin',
  '/usr/lib',
  '/usr/lib32',
  '/usr/lib64',
  '/usr/libexec',
  '/usr/include',
  '/usr/share/gcc',
  '/usr/x86_64-linux-gnu',
  '/usr/local/bin',
  '/usr/local/lib',
  '/usr/local/include',
  '/etc/alternatives',
  '/etc/ld.so.cache',
];
/** Links on most machines, folders on some. */
const TOP = ['/bin', '/lib', '/lib32', '/lib64'];

/** Of the workbook, what is empty inside where something above it is shown: the checks, with the expected values. */
const MASKED = ['dist/checks'];
/** Of the workbook, what no submission may see, whatever is asked for. */
const SECRET = [
  ...MASKED,
  'solutions',
  'lessons',
  'notebooks',
  'work',
  'test',
  'dist-test',
  '.git',
];
/** What would show more than is meant, or lead out. */
const NEVER = [
  '/',
  '/proc',
  '/sys',
  '/dev',
  '/run',
  '/var',
  '/etc',
  '/home',
  '/root',
  '/tmp',
  '/usr',
];

/** What of this machine is visible in a sandbox: bubblewrap's options, in order. */
export function visiblePaths(readOnly: readonly string[], hidden: readonly string[]): string[] {
  const options: string[] = [];
  for (const path of TOP) {
    if (!existsSync(path)) continue;
    const isLink = lstatSync(path).isSymbolicLink();
    options.push(...(isLink ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path]));
  }
  for (const path of SYSTEM) if (existsSync(path)) options.push(...show(path, path));
  // A workbook in one of these folders is seen no more than one elsewhere.
  const covered = SYSTEM.some((path) => isWithin(projectRoot, path));
  if (covered) options.push('--size', '1048576', '--tmpfs', projectRoot);
  const node = realpathSync(process.execPath);
  if (!SYSTEM.some((path) => isWithin(node, path))) options.push(...show(node, node));
  for (const path of readOnly) options.push(...show(checked(path), normalize(path)));
  const masked = MASKED.map((path) => join(projectRoot, path));
  for (const path of [...hidden, ...masked]) {
    if (!existsSync(path) || !readOnly.some((shown) => isWithin(path, shown))) continue;
    options.push('--size', '4096', '--tmpfs', path, '--remount-ro', path);
  }
  if (covered) options.push('--remount-ro', projectRoot);
  return options;
}

/** Makes the folders above a path: those that bubblewrap makes by itself are open to the superuser only. */
export function foldersAbove(path: string): string[] {
  const above: string[] = [];
  for (let at = dirname(path); at !== '/'; at = dirname(at)) above.unshift('--dir', at);
  return above;
}

function show(real: string, path: string): string[] {
  return [...foldersAbove(path), '--ro-bind', real, path];
}

/** @throws {SandboxUsageError} `SANDBOX_PATH_REFUSED` for what no sandbox shows */
function checked(path: string): string {
  if (!isAbsolute(path) || !existsSync(path)) {
    throw new SandboxUsageError(
      'SANDBOX_PATH_REFUSED',
      `Cannot show ${path} in a sandbox: it is no absolute path of a file or folder`,
    );
  }
  const real = realpathSync(path);
  const inWorkbook = (name: string): string => join(realpathSync(projectRoot), name);
  const secret = SECRET.map(inWorkbook);
  const masked = MASKED.map(inWorkbook);
  const whole = [...NEVER, homedir(), projectRoot, ...secret].filter(
    (each) => !masked.includes(each),
  );
  const refused =
    // A secret, something that holds it, or something in it.
    whole.some((each) => isWithin(realOf(each), real)) ||
    secret.some((each) => isWithin(real, each));
  if (refused) {
    throw new SandboxUsageError(
      'SANDBOX_PATH_REFUSED',
      `Cannot show ${path} in a sandbox: it would show more than untrusted code may see`,
    );
  }
  return real;
}

function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** Whether the path is the folder, or below it. */
function isWithin(path: string, folder: string): boolean {
  for (let at = normalize(path); ; at = dirname(at)) {
    if (at === normalize(folder)) return true;
    if (at === dirname(at)) return false;
  }
}
