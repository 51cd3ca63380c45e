import { availableParallelism } from 'node:os';
import { supervise, type SupervisedEnd } from '../lab/process/supervise';
import { CppError } from './cpp-error';

/** What a compiler may use: a template or a constant expression can make it run for hours. */
let limits = {
  timeMs: 60_000,
  cpuMs: 0,
  memoryBytes: 2 ** 31,
  processes: 64,
  outputBytes: 2 ** 26,
};

/** For all compilers that this process starts from now on. */
export function limitCompilers(own: { timeMs: number; cpuMs: number; memoryBytes: number }): void {
  limits = { ...limits, ...own };
}

/** The compiler took more than it may; nothing is known of the text but that. */
export class CompilerLimitError extends CppError {
  constructor(
    readonly limit: 'time' | 'memory',
    log: string,
  ) {
    const most =
      limit === 'memory'
        ? `took more than ${Math.round(limits.memoryBytes / 2 ** 20)} MiB`
        : `ran for more than ${(limits.cpuMs || limits.timeMs) / 1000} s`;
    super(`Cannot compile C++: the compiler ${most} and was stopped`, [], log);
  }
}

let runs = 0;

/** As many at a time as there are cores; the others wait for their turn. */
let free = availableParallelism();
const waiting: (() => void)[] = [];

async function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await act();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

/**
 * Runs a compiler or linker within limits. Its words are English, whatever the machine's language.
 * @throws {CppError} where it had to be stopped
 */
export async function runCompiler(command: string[], cwd: string): Promise<SupervisedEnd> {
  runs += 1;
  const mark = `compiler-${process.pid}-${runs}`;
  const env = { ...process.env, LC_ALL: 'C' };
  const end = await inTurn(() => supervise(command, { limits, env, cwd, mark, crashFile: null }));
  if (end.failure !== null) {
    const problem = `${command[0] ?? ''} does not start (${end.failure})`;
    throw new CppError(`Cannot compile C++: ${problem}`, [], problem);
  }
  if (end.limit === null) return end;
  throw new CompilerLimitError(end.limit.name === 'memory' ? 'memory' : 'time', end.stderr);
}
