import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Limit } from '../limits';
import { withDefaults, type ChildLimits } from '../limits';
import { nativeParts } from './native-parts';
import { collect } from './output';
import { signalName } from './signals';

/** How a command ended that ran under the supervisor (native/crash/supervisor). */
export interface SupervisedEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** The limit that ended it, and what the process was doing then: `R` running, `S` waiting, `T` stopped, `D` waiting for a device. */
  limit: { name: Limit; state: string } | null;
  /** Why it could not be started: `ENOENT`, … */
  failure: string | null;
  stdout: string;
  stderr: string;
  /** What it wrote to descriptor 3. */
  answer: Buffer;
  durationMs: number;
  cpuMs: number;
  peakMemoryBytes: number;
  /** Processes that it left behind, which were ended. */
  leftRunning: number;
  notes: string[];
}

export interface SuperviseOptions {
  limits: ChildLimits;
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** A name that no other run has: an environment variable of all its processes. */
  mark: string;
  /** Where the reporter writes; null for programs without it. */
  crashFile: string | null;
  /** The clock begins once this file is there: for a process that is started before there is something to do. Default: at once. */
  startFile?: string;
  /** Called again and again while it runs. */
  onTick?: () => void;
}

const TICK_MS = 20;
/** How long the pipes of a process that has ended are read. */
const DRAIN_MS = 500;
/** More than the supervisor takes to end a command that passed its limit, a debugger's visit included. */
const SUPERVISOR_GRACE_MS = 25_000;
const MOST_ANSWER_BYTES = 2 ** 26;
const MARK = 'WORKBOOK_LAB_RUN';
const ERRNO: Record<number, string> = {
  2: 'ENOENT',
  8: 'ENOEXEC',
  13: 'EACCES',
  11: 'EAGAIN',
  7: 'E2BIG',
  12: 'ENOMEM',
};

/**
 * Runs a command under the supervisor, which ends everything that the command started. This process neither waits for ever nor reads without
 * limit, whatever the command does.
 */
export async function supervise(
  command: readonly string[],
  options: SuperviseOptions,
): Promise<SupervisedEnd> {
  const limits = withDefaults(options.limits);
  const { outputBytes, ...supervised } = limits;
  const words = Object.entries({ status: 4, ...supervised }).map(
    ([name, value]) => `${name}=${value}`,
  );
  if (options.crashFile !== null) words.push(`crashFile=${options.crashFile}`);
  if (options.startFile !== undefined) words.push(`startFile=${options.startFile}`);
  let startedAt = performance.now();
  const child = spawn(nativeParts().supervisor, [...words, '--', ...command], {
    // A session of its own: no terminal's or notebook's signals.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    cwd: options.cwd,
    env: { ...options.env, [MARK]: options.mark },
  });
  const pipes = child.stdio.slice(1) as Readable[];
  const [stdout, stderr, answer, status] = [outputBytes, outputBytes, MOST_ANSWER_BYTES, 4096].map(
    (limit, at) => collect(pipes[at] ?? null, limit),
  );
  let overdue: NodeJS.Timeout | undefined;
  const begin = (): void => {
    startedAt = performance.now();
    overdue = setTimeout(() => child.kill('SIGKILL'), limits.timeMs + SUPERVISOR_GRACE_MS);
  };
  if (options.startFile === undefined) begin();
  const tick = setInterval(() => {
    if (overdue === undefined && existsSync(options.startFile ?? '')) begin();
    options.onTick?.();
  }, TICK_MS);
  try {
    const problem = await ended(child);
    const text = (read: (() => Buffer) | undefined): string => read?.().toString('utf8') ?? '';
    const told = readStatus(text(status));
    const notes: string[] = [];
    if (!told.complete && told.failure === null && problem === null) {
      endMarked(options.mark);
      notes.push('the supervisor of the process was ended before the process');
    }
    return {
      ...told.end,
      failure: problem ?? told.failure,
      stdout: text(stdout),
      stderr: text(stderr),
      answer: answer?.() ?? Buffer.alloc(0),
      durationMs: performance.now() - startedAt,
      notes,
    };
  } finally {
    clearInterval(tick);
    clearTimeout(overdue);
    for (const pipe of pipes) pipe.destroy();
  }
}

/** Waits until the supervisor has ended and its pipes are read. @returns why it could not be started, or null */
function ended(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
    child.once('close', () => resolve(null));
    child.once('exit', () => {
      // A pipe that was handed to somebody else's process would stay open.
      setTimeout(() => resolve(null), DRAIN_MS).unref();
    });
  });
}

type Told = Pick<
  SupervisedEnd,
  'exitCode' | 'signal' | 'limit' | 'cpuMs' | 'peakMemoryBytes' | 'leftRunning'
>;

/** What the supervisor said. */
function readStatus(text: string): { complete: boolean; failure: string | null; end: Told } {
  const end: Told = {
    exitCode: null,
    signal: null,
    limit: null,
    cpuMs: 0,
    peakMemoryBytes: 0,
    leftRunning: 0,
  };
  let complete = false;
  let failure: string | null = null;
  for (const line of text.split('\n')) {
    const [what, first = '', second = '', third = '', fourth = ''] = line.split(' ');
    if (what === 'failed') failure = ERRNO[Number(first)] ?? `errno ${first}`;
    if (what === 'limit') end.limit = { name: first as Limit, state: second };
    if (what !== 'ended') continue;
    complete = true;
    const status = Number(first);
    const number = status & 0x7f;
    end.signal = number === 0 ? null : signalName(number);
    end.exitCode = number === 0 ? (status >> 8) & 0xff : null;
    end.peakMemoryBytes = Number(second);
    end.cpuMs = Number(third) / 1000;
    end.leftRunning = Number(fourth);
  }
  if (!complete && failure === null) end.signal = 'SIGKILL';
  return { complete, failure, end };
}

/** Ends what carries the mark: only needed where somebody ended the supervisor itself. */
function endMarked(mark: string): void {
  const wanted = `${MARK}=${mark}`;
  for (let found = true; found; ) {
    found = false;
    for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (!environmentOf(id).includes(wanted)) continue;
      found = killed(Number(id)) || found;
    }
  }
}

function environmentOf(id: string): string[] {
  try {
    return readFileSync(`/proc/${id}/environ`, 'utf8').split('\0');
  } catch {
    return []; // gone, or somebody else's
  }
}

function killed(process_: number): boolean {
  try {
    return process.kill(process_, 'SIGKILL');
  } catch {
    return false;
  }
}
