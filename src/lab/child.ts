import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeTrace } from '../trace/decode';
import type { ChildReport } from './child-report';

/** Limits of a child process. */
export interface ChildLimits {
  /** Wall-clock milliseconds. Default 10,000. */
  timeMs?: number;
  /** Resident memory in bytes. Default 2 GiB. */
  memoryBytes?: number;
  /** Most bytes kept of standard output, and of standard error. Default 1 MiB each. */
  outputBytes?: number;
}

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

const POLL_MS = 20;
/** How long the pipes of a process that has ended are read. */
const DRAIN_MS = 500;
const MAIN = join(__dirname, 'child-main.js');

/**
 * Runs a function in a process of its own, so that nothing it does can end or hang the caller: a segmentation fault, an abort, an
 * endless loop, all memory taken.
 *
 * @param task The function. Its source text is sent, so it may use only its parameters: the package, `argument`, and `require`.
 * @param argument Sent as JSON.
 * @returns always, whatever happened; what it left running in its process group is ended
 * @example
 * ```ts
 * const report = await runInChild(({ getPluginRegistry }, path) => getPluginRegistry().loadLibrary(path), './libmine.so');
 * report.outcome; // 'returned', or 'died' with report.signal === 'SIGSEGV'
 * ```
 */
export async function runInChild<Argument, Result>(
  task: (
    workbook: Workbook,
    argument: Argument,
    require: NodeJS.Require,
  ) => Result | Promise<Result>,
  argument: Argument,
  limits: ChildLimits = {},
): Promise<ChildReport<Result>> {
  const { timeMs = 10_000, memoryBytes = 2 ** 31, outputBytes = 2 ** 20 } = limits;
  const folder = mkdtempSync(join(tmpdir(), 'workbook-child-'));
  const tracePath = join(folder, 'trace');
  const startedAt = performance.now();
  try {
    const child = spawn(process.execPath, [MAIN], {
      // A group of its own: what the child starts is ended with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const [stdout, stderr] = [
      collect(child.stdout, outputBytes),
      collect(child.stderr, outputBytes),
    ];
    let answer: ChildAnswer | null = null;
    child.on('message', (message) => {
      answer ??= message as ChildAnswer;
    });
    const ended = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>(
      (resolve) => {
        child.once('error', () => resolve({ exitCode: null, signal: null }));
        child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
        child.once('exit', () => closeOutput(child));
      },
    );
    child.send(
      { source: task.toString(), argument, tracePath } satisfies ChildTask,
      () => undefined,
    );
    const watched = await watch(child, ended, { timeMs, memoryBytes });
    const { exitCode, signal } = await ended;
    return {
      ...outcomeOf<Result>(watched.stopped, answer as ChildAnswer | null),
      exitCode,
      signal,
      trace: existsSync(tracePath) ? decodeTrace(readFileSync(tracePath)) : [],
      stdout: stdout(),
      stderr: stderr(),
      durationMs: performance.now() - startedAt,
      peakMemoryBytes: watched.peakMemoryBytes,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function outcomeOf<Result>(
  stopped: 'timedOut' | 'outOfMemory' | null,
  answer: ChildAnswer | null,
): Pick<ChildReport<Result>, 'outcome' | 'result' | 'error'> {
  if (stopped) return { outcome: stopped };
  if (!answer) return { outcome: 'died' };
  if ('error' in answer) return { outcome: 'threw', error: answer.error };
  return { outcome: 'returned', result: answer.result as Result };
}

/** Waits for the end, and brings it about when a limit is passed. */
async function watch(
  child: ChildProcess,
  ended: Promise<unknown>,
  { timeMs, memoryBytes }: { timeMs: number; memoryBytes: number },
): Promise<{ stopped: 'timedOut' | 'outOfMemory' | null; peakMemoryBytes: number }> {
  const startedAt = performance.now();
  const state: { ended: boolean; stopped: 'timedOut' | 'outOfMemory' | null } = {
    ended: false,
    stopped: null,
  };
  let peakMemoryBytes = 0;
  const end = ended.then(() => {
    state.ended = true;
  });
  for (;;) {
    await Promise.race([end, sleep(POLL_MS)]);
    if (state.ended) break;
    peakMemoryBytes = Math.max(peakMemoryBytes, residentBytes(child.pid));
    if (performance.now() - startedAt > timeMs) state.stopped = 'timedOut';
    else if (peakMemoryBytes > memoryBytes) state.stopped = 'outOfMemory';
    if (state.stopped) break;
  }
  killGroup(child.pid);
  return { stopped: state.stopped, peakMemoryBytes };
}

/** What is on its way when a process ends is read; a process that it left behind must not keep the pipes open for ever. */
function closeOutput(child: ChildProcess): void {
  killGroup(child.pid);
  setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, DRAIN_MS).unref();
}

/** Resident memory of a process now, 0 when it is gone. */
function residentBytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? '0';
    return Number(kibibytes) * 1024;
  } catch {
    return 0;
  }
}

/** Ends the child and everything it started; what has ended already is no error. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Keeps the first bytes of a stream and goes on reading, so that the writer never waits. */
function collect(stream: NodeJS.ReadableStream | null, limit: number): () => string {
  const chunks: Buffer[] = [];
  let kept = 0;
  stream?.on('data', (chunk: Buffer) => {
    const part = chunk.subarray(0, Math.max(0, limit - kept));
    chunks.push(part);
    kept += part.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
