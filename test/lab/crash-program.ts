/** fixtures/crash.cpp as a program. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findCompiler } from '../../src/cuda/compiler';

const SOURCE = join(process.cwd(), 'test', 'lab', 'fixtures', 'crash.cpp');
const FOLDER = join(process.cwd(), '.workbook', 'test-lab');

/** Compiles it where that has not been done. @returns its path */
export function crashProgram(): string {
  const program = join(FOLDER, 'crash');
  const modified = (path: string): number =>
    statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (modified(program) < modified(SOURCE)) {
    const [compiler = 'g++', ...args] = findCompiler(process.env['CXX']).command;
    mkdirSync(FOLDER, { recursive: true });
    const flags = ['-std=c++17', '-g', '-O1', '-fstack-protector-all', '-pthread'];
    execFileSync(compiler, [...args, ...flags, '-o', program, SOURCE], { stdio: 'pipe' });
  }
  return program;
}
