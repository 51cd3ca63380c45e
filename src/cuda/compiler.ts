import { spawnSync } from 'node:child_process';

/** A C++ compiler of this machine. */
export interface CxxCompiler {
  /** The command, and arguments that belong to it (`ccache g++`). */
  command: string[];
  family: 'gcc' | 'clang';
  /** Major version. */
  version: number;
}

/** No compiler, or one that cannot be used. */
export class CompilerNotFoundError extends Error {
  readonly code = 'COMPILER_NOT_FOUND';
  constructor(message: string) {
    super(message);
    this.name = 'CompilerNotFoundError';
  }
}

/**
 * Finds a C++17 compiler: the one asked for, else g++, clang++ or c++, whichever runs first.
 *
 * @param wanted A command as `$CXX` holds it.
 * @throws {CompilerNotFoundError} code `COMPILER_NOT_FOUND`
 */
export function findCompiler(wanted?: string): CxxCompiler {
  const candidates = wanted?.trim()
    ? [wanted.trim().split(/\s+/)]
    : [['g++'], ['clang++'], ['c++']];
  for (const command of candidates) {
    const [program, ...args] = command;
    if (program === undefined) continue;
    const run = spawnSync(program, [...args, '--version'], { encoding: 'utf8' });
    if (run.status !== 0) continue;
    const family = /clang/i.test(run.stdout) ? 'clang' : 'gcc';
    const version = Number(/(\d+)\.\d+/.exec(run.stdout)?.[1] ?? 0);
    return { command, family, version };
  }
  const tried = candidates.map((command) => command.join(' ')).join(', ');
  throw new CompilerNotFoundError(
    `Cannot find a C++ compiler: ${tried} did not run; install g++ (Debian, Ubuntu: apt-get install g++) or set CXX`,
  );
}
