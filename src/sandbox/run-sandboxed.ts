import { once } from 'node:events';
import { Box } from './box';
import { cureFor } from './bubblewrap';
import { collect } from './collect';
import { newIdentity } from './identity';
import { launch, type Launched } from './launch';
import { withSandboxDefaults, type SandboxLimit, type SandboxLimits } from './limits';
import { OUT, type SandboxOptions } from './options';
import { lastDescendant } from './processes';
import type { SandboxReport } from './report';
import { SandboxUnavailableError, SandboxUsageError } from './sandbox-error';
import { CappedStream } from './stream';
import { readLauncher, readSupervisor } from './told';

const MIB = 2 ** 20;
const TICK_MS = 20;
/** Time for a sandbox to be set up; a busy machine takes its time. */
const SET_UP_MS = 15_000;
/** How long the pipes of a sandbox that has ended are read. */
const DRAIN_MS = 5000;

/**
 * Runs a program in a sandbox: without network, with no sight of this machine but what is named, as nobody, without rights, within limits. Whatever it does,
 * this returns, all its processes have ended, and nothing of it is left but what the report holds.
 *
 * @throws {SandboxUnavailableError} `SANDBOX_UNAVAILABLE` where no sandbox can be made
 * @throws {SandboxUsageError} `SANDBOX_PATH_REFUSED`, `SANDBOX_FILE_REFUSED`, or `COMMAND_MISSING` where the program cannot be started
 * @throws {LibraryError} `NATIVE_MISSING` when this package is not built
 * @example
 * ```ts
 * const report = await runSandboxed({
 *   command: '/usr/bin/g++',
 *   args: ['-shared', '-fPIC', 'mine.cpp', '-o', '/out/mine.so'],
 *   files: { 'mine.cpp': text },
 *   limits: { cpuSeconds: 30, wallSeconds: 60 },
 * });
 * ```
 */
export async function runSandboxed(options: SandboxOptions): Promise<SandboxReport> {
  options.abort?.throwIfAborted();
  const limits = withSandboxDefaults(options.limits ?? {});
  const identity = newIdentity();
  const beganAt = performance.now();
  const run = new SandboxRun(launch(options, identity, limits), limits);
  let box: Box | null = null;
  try {
    box = await run.setUp();
    box.furnish(options.files, identity.user);
    const report = await run.go(options, box);
    return { ...report, overheadMs: performance.now() - beganAt - report.wallMs };
  } finally {
    await run.end();
    box?.close();
  }
}

/** One sandbox, from the supervisor's start to its end. */
class SandboxRun {
  private readonly stdout: CappedStream;
  private readonly stderr: CappedStream;
  private readonly answer: CappedStream;
  private readonly status: CappedStream;
  private readonly control: CappedStream;
  private readonly ended: Promise<Error | null>;
  /** A limit that this process noticed. */
  private passed: SandboxLimit | null = null;

  constructor(
    private readonly launched: Launched,
    private readonly limits: Required<SandboxLimits>,
  ) {
    const { outputBytes, answerBytes } = limits;
    const flood = 4 * outputBytes + MIB;
    const small = (stream: NodeJS.ReadableStream): CappedStream =>
      new CappedStream(stream, 4096, Infinity, () => undefined);
    const output = (stream: NodeJS.ReadableStream): CappedStream =>
      new CappedStream(stream, outputBytes, flood, () => this.stop('outputBytes'));
    this.stdout = output(launched.stdout);
    this.stderr = output(launched.stderr);
    this.answer = new CappedStream(launched.answer, answerBytes, answerBytes, () =>
      this.stop('answerBytes'),
    );
    this.status = small(launched.status);
    this.control = small(launched.control);
    this.ended = new Promise((resolve) => {
      launched.child.once('error', resolve);
      launched.child.once('close', () => resolve(null));
      launched.child.once('exit', () => {
        // A pipe that was handed to somebody else's process would stay open.
        setTimeout(() => resolve(null), DRAIN_MS).unref();
      });
    });
  }

  /** Waits until the launcher is there. @returns its box, to be furnished @throws {SandboxUnavailableError} */
  async setUp(): Promise<Box> {
    const { child, control } = this.launched;
    const ready = once(control, 'data').then(() => 'ready');
    ready.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve('late'), SET_UP_MS);
    });
    const first = await Promise.race([ready, this.ended, late]);
    clearTimeout(timer);
    const launcher = first === 'ready' ? lastDescendant(child.pid ?? 0) : null;
    if (launcher === null) throw await this.unavailable(first);
    return new Box(launcher);
  }

  /** Lets the command begin, and waits for its end. */
  async go(options: SandboxOptions, box: Box): Promise<Omit<SandboxReport, 'overheadMs'>> {
    const { limits } = this;
    const { stdin, control, status } = this.launched;
    const beganAt = performance.now();
    const clock = setTimeout(() => this.stop('wallSeconds'), limits.wallSeconds * 1000);
    const tick = setInterval(() => {
      if (box.use().files > limits.files) this.stop('files');
    }, TICK_MS);
    const aborted = (): void => void status.end();
    options.abort?.addEventListener('abort', aborted);
    let wallMs = Infinity;
    control.once('data', () => (wallMs = performance.now() - beganAt));
    control.write('g');
    stdin.end(options.stdin);
    try {
      await this.ended;
    } finally {
      clearTimeout(clock);
      clearInterval(tick);
      options.abort?.removeEventListener('abort', aborted);
    }
    options.abort?.throwIfAborted();
    return this.report(options, box, Math.min(wallMs, performance.now() - beganAt));
  }

  /** Ends everything, if something is left, and lets go of all pipes. */
  async end(): Promise<void> {
    const { child, status } = this.launched;
    status.end();
    await this.ended;
    for (const pipe of child.stdio) pipe?.destroy();
  }

  private stop(limit: SandboxLimit): void {
    this.passed ??= limit;
    this.launched.status.end();
  }

  private report(
    { command }: SandboxOptions,
    box: Box,
    wallMs: number,
  ): Omit<SandboxReport, 'overheadMs'> {
    const supervisor = readSupervisor(this.status.text);
    const launcher = readLauncher(this.control.text);
    if (launcher.failed !== null) {
      throw new SandboxUsageError(
        'COMMAND_MISSING',
        `Cannot run ${command} in a sandbox: ${launcher.failed}; it must be an absolute path that is visible inside`,
      );
    }
    const { isFull } = box.use();
    const limit = this.limitOf(supervisor.limit, launcher.signal, isFull, launcher.exitCode);
    const notes: string[] = [];
    if (limit === null && !this.control.text.includes('ended')) {
      notes.push('somebody outside ended the sandbox');
    }
    return {
      // Where it was ended, how it would have ended is nothing that it did.
      exitCode: launcher.exitCode,
      signal: launcher.signal,
      timedOut: limit === 'wallSeconds' || limit === 'cpuSeconds',
      limit,
      stdout: this.stdout.text,
      stderr: this.stderr.text,
      stdoutCut: this.stdout.isCut,
      stderrCut: this.stderr.isCut,
      answer: this.answer.bytes,
      ...collect(box.path(OUT), this.limits),
      cpuMs: supervisor.cpuMs,
      wallMs,
      peakBytes: supervisor.peakBytes,
      scratchBytes: box.peakBytes,
      leftRunning: launcher.leftRunning,
      notes,
    };
  }

  private limitOf(
    supervised: ReturnType<typeof readSupervisor>['limit'],
    signal: NodeJS.Signals | null,
    isFull: boolean,
    exitCode: number | null,
  ): SandboxLimit | null {
    if (supervised !== null) {
      const names = {
        time: 'wallSeconds',
        cpu: 'cpuSeconds',
        memory: 'memoryBytes',
        addressSpace: 'memoryBytes',
        processes: 'processes',
      } as const;
      return names[supervised];
    }
    if (this.passed !== null) return this.passed;
    if (signal === 'SIGXCPU') return 'cpuSeconds';
    if (signal === 'SIGXFSZ') return 'fileBytes';
    return isFull && exitCode !== 0 ? 'scratchBytes' : null;
  }

  private async unavailable(first: unknown): Promise<SandboxUnavailableError> {
    await this.end();
    const said = this.stderr.text.trim();
    const reason =
      first === 'late'
        ? `it was not ready after ${SET_UP_MS / 1000} s`
        : first instanceof Error
          ? first.message
          : said || 'bwrap ended without a word';
    return new SandboxUnavailableError(reason, cureFor(said));
  }
}
