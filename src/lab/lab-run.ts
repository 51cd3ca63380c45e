import { basename } from 'node:path';
import { asanEnvironment, asanRuntime } from './findings/asan-runtime';
import { describeCrash } from './post-mortem/crash-report';
import { CrashWatch } from './post-mortem/crash-watch';
import { readDeviceFindings } from './findings/device-findings';
import { hasGdb } from './gdb/gdb-session';
import type { LabFolder } from './process/lab-folder';
import type { LabReport } from './lab-report';
import type { ChildLimits } from './limits';
import { nativeParts } from './process/native-parts';
import { readSanitizerReport } from './findings/sanitizer-report';
import { supervise, type SupervisedEnd } from './process/supervise';

/** How a process is run and looked at. */
export interface LabOptions extends ChildLimits {
  /** Added to this process's environment. */
  env?: NodeJS.ProcessEnv;
  /**
   * Whether gdb, where it is installed, looks at a process that crashes: arguments and variables of the plugin's functions. Takes about half a second a
   * crash. Default true.
   */
  debugger?: boolean;
  /**
   * Whether AddressSanitizer's runtime is loaded first: for libraries built with `--sanitize address`. Leaks are not looked for (V8 leaves its own memory to the
   * system), and `addressSpaceBytes` does not count. Default false.
   */
  sanitize?: boolean;
  /** Checks of libraries built with `--check`. Default: memcheck. */
  checks?: readonly ('memcheck' | 'racecheck')[];
}

/** A run with its folder, which exists until `remove`. */
export interface LabRun {
  end: SupervisedEnd;
  report: Omit<LabReport, 'trace'>;
}

const CRASH = 'crash';
const DEVICE = 'device-findings';
/** The sanitizers append `.PID`. */
const SANITIZER = 'sanitizer';
/** Reports are short; this keeps a flood of them out. */
const MOST_REPORT_BYTES = 2 ** 20;
/** How long a process that crashed waits for gdb: longer than gdb takes in any case. */
const WAIT_MS = 12_000;

/** Runs a command in the lab: within limits, with the crash reporter in each of its processes. */
export async function runInLab(
  command: readonly string[],
  folder: LabFolder,
  options: LabOptions & { cwd?: string; startFile?: string },
): Promise<LabRun> {
  const crashFile = folder.keep(CRASH);
  const watch = new CrashWatch(folder, CRASH);
  const end = await supervise(command, {
    // The shadow of AddressSanitizer is address space without end.
    limits: options.sanitize ? { ...options, addressSpaceBytes: 0 } : options,
    mark: basename(folder.path),
    crashFile,
    cwd: options.cwd,
    ...(options.startFile === undefined ? {} : { startFile: options.startFile }),
    onTick: () => watch.look(),
    env: { ...process.env, ...options.env, ...labEnvironment(folder, options) },
  });
  const found = await watch.result();
  const limit = end.limit?.name ?? null;
  const sanitizer = folder.readAll(SANITIZER, MOST_REPORT_BYTES);
  const sanitized = readSanitizerReport(sanitizer);
  const lastWords = `${end.stderr}\n${sanitizer}`;
  const described = found ? await describeCrash(found, lastWords, limit, sanitized) : null;
  const device = folder.read(DEVICE, 0, MOST_REPORT_BYTES).toString('utf8');
  const notes = [...end.notes];
  if (found?.inspection?.failure) notes.push(`gdb saw nothing: ${found.inspection.failure}`);
  return {
    end,
    report: {
      // SIGXCPU is only how the process was asked where it is.
      signal: limit ? 'SIGKILL' : end.signal,
      exitCode: end.exitCode,
      limit,
      crash: described?.crash ?? null,
      backtrace: described?.backtrace ?? null,
      findings: [...sanitized, ...(await readDeviceFindings(device))],
      stdout: end.stdout,
      stderr: end.stderr,
      durationMs: end.durationMs,
      cpuMs: end.cpuMs,
      peakMemoryBytes: end.peakMemoryBytes,
      leftRunning: end.leftRunning,
      notes,
    },
  };
}

function labEnvironment(folder: LabFolder, options: LabOptions): NodeJS.ProcessEnv {
  const looked = options.debugger !== false && hasGdb();
  const asan = options.sanitize ? asanRuntime() : undefined;
  const before = options.env?.['LD_PRELOAD'] ?? process.env['LD_PRELOAD'];
  return {
    LD_PRELOAD: [asan, nativeParts().crashReporter, before].filter(Boolean).join(' '),
    WORKBOOK_CRASH_FILE: folder.file(CRASH),
    WORKBOOK_CRASH_WAIT_MS: String(looked ? WAIT_MS : 0),
    WORKBOOK_CUDA_REPORT_FILE: folder.keep(DEVICE),
    ...(options.checks ? { WORKBOOK_CUDA_CHECK: options.checks.join(',') || 'none' } : {}),
    ...asanEnvironment(folder.file(SANITIZER)),
    // What the process leaves behind when it dies goes with the folder.
    TMPDIR: folder.folder('tmp'),
    // Older C libraries write to the terminal otherwise.
    LIBC_FATAL_STDERR_: '1',
  };
}
