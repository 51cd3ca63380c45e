import { availableParallelism } from 'node:os';
import { supervise, type SupervisedEnd } from '../lab/process/supervise';
import { CppError } from './cpp-error';

/** What a compiler may use: a template or a constant expression can make it run for hours. */
const LIMITS = { timeMs: 60_000, memoryBytes: 2 ** 31, processes: 64, outputBytes: 2 ** 26 };

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
  const end = await inTurn(() =>
    supervise(command, { limits: LIMITS, env, cwd, mark, crashFile: null }),
  );
  if (end.failure !== null) {
    const problem = `${command[0] ?? ''} does not start (${end.failure})`;
    throw new CppError(`Cannot compile C++: ${problem}`, [], problem);
  }
  if (end.limit === null) return end;
  const passed = end.limit.name === 'memory' ? 'took more than 2 GiB' : 'ran for more than 60 s';
  throw new CppError(`Cannot compile C++: the compiler ${passed} and was stopped`, [], end.stderr);
}
