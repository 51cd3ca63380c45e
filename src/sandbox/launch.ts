import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex, Readable, Writable } from 'node:stream';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LibraryError } from '../errors';
import { nativeParts } from '../lab/process/native-parts';
import { buildFolder } from '../native-loader';
import { bubblewrapOptions, LAUNCHER } from './bubblewrap-options';
import { findBubblewrap } from './bubblewrap';
import type { Identity } from './identity';
import type { SandboxLimits } from './limits';
import type { SandboxOptions } from './options';
import { seccompFilter } from './seccomp/filter';

/** Descriptors of the supervisor, which bubblewrap and the launcher inherit. */
const STATUS = 4;
const OPTIONS = 5;
const FILTER = 6;
const CONTROL = 7;

/** Bubblewrap and the launcher. */
const OWN_PROCESSES = 2;
/** Threads of a process; Node has about a dozen. RLIMIT_NPROC counts threads, and is behind the supervisor's count of processes. */
const TASKS_A_PROCESS = 16;
/** Until the sandbox is set up, on a busy machine, and until the clock's limit is noticed by this process. */
const GRACE_MS = 20_000;

/** A sandbox on its way: everything waits until the launcher has a byte. */
export interface Launched {
  child: ChildProcess;
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  answer: Readable;
  /** What the supervisor says. Its end, from this side, makes the supervisor end everything. */
  status: Duplex;
  /** What the launcher says, and hears. */
  control: Duplex;
}

/** @throws {SandboxUnavailableError} without bubblewrap @throws {LibraryError} `NATIVE_MISSING` when this package is not built */
export function launch(
  options: SandboxOptions,
  identity: Identity,
  limits: Required<SandboxLimits>,
): Launched {
  const bubblewrap = findBubblewrap();
  const launcher = launcherPath();
  const supervision = {
    status: STATUS,
    timeMs: Math.ceil(limits.wallSeconds * 1000) + GRACE_MS,
    cpuMs: Math.ceil(limits.cpuSeconds * 1000),
    memoryBytes: limits.memoryBytes,
    processes: limits.processes + OWN_PROCESSES,
    lookMs: 10,
  };
  const confinement = {
    control: CONTROL,
    files: options.answer ? 4 : 3,
    user: identity.user ?? 0,
    // Processes that each stay below it are the supervisor's.
    cpuSeconds: Math.ceil(limits.cpuSeconds) + 2,
    openFiles: limits.openFiles,
    fileBytes: limits.fileBytes,
    tasks: limits.processes * TASKS_A_PROCESS + identity.otherTasks,
  };
  const inside = [LAUNCHER, ...words(confinement), '--', options.command, ...(options.args ?? [])];
  const set = { scratchBytes: limits.scratchBytes, filter: FILTER };
  const settings = bubblewrapOptions(options, identity, launcher, set);
  const child = spawn(
    nativeParts().supervisor,
    [...words(supervision), '--', bubblewrap, '--args', String(OPTIONS), '--', ...inside],
    {
      // A session of its own: no terminal's or notebook's signals.
      detached: true,
      stdio: Array.from({ length: CONTROL + 1 }, () => 'pipe' as const),
      cwd: '/',
      // Of this process's environment nothing: that of bubblewrap's processes could be read inside.
      env: {},
    },
  );
  const pipe = (file: number): Duplex => child.stdio[file] as Duplex;
  for (const file of [0, STATUS, OPTIONS, FILTER, CONTROL]) pipe(file).on('error', () => undefined);
  pipe(OPTIONS).end(settings.map((word) => `${word}\0`).join(''));
  pipe(FILTER).end(seccompFilter());
  return {
    child,
    stdin: pipe(0),
    stdout: pipe(1),
    stderr: pipe(2),
    answer: pipe(3),
    status: pipe(STATUS),
    control: pipe(CONTROL),
  };
}

function words(values: Record<string, number>): string[] {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`);
}

function launcherPath(): string {
  const path = join(buildFolder, 'workbook_sandbox_launcher');
  if (existsSync(path)) return path;
  throw new LibraryError('NATIVE_MISSING', `Cannot make a sandbox: ${path} does not exist`, {
    expected: 'it is built by "npm start" and "npm test"',
  });
}
