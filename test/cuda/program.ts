/** Builds and runs the small CUDA programs of this folder, with the emulator and the machine's own compiler. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { compileCuda, type CompileRequest } from '../../src/cuda/compile';
import { findCompiler } from '../../src/cuda/compiler';

export interface ProgramResult {
  /** Lines `name: value` of standard output. */
  values: Map<string, string>;
  stderr: string;
  status: number | null;
  signal: NodeJS.Signals | null;
}

const root = findRoot(__dirname);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cuda-programs-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function findRoot(from: string): string {
  if (fs.existsSync(path.join(from, 'native', 'cuda-emulator'))) return from;
  return findRoot(path.dirname(from));
}

/** Where `npm test` has built the runtime library. */
function runtimeLibrary(): string {
  const built = path.join(root, 'build', 'Release', 'libworkbook_cudart.so');
  if (!fs.existsSync(built)) throw new Error(`Cannot run CUDA programs: ${built} is not built`);
  return built;
}

export function programSource(name: string): string {
  return path.join(root, 'test', 'cuda', 'programs', `${name}.cu`);
}

/** Compiles `programs/<name>.cu` and links it. @returns The executable's path. */
export function buildProgram(
  name: string,
  request: Partial<CompileRequest> = {},
): { executable: string; warnings: string } {
  const object = path.join(folder, `${name}.o`);
  const executable = path.join(folder, `${name}${request.check ? '-checked' : ''}`);
  const compiler = findCompiler(process.env['CXX']);
  const { warnings } = compileCuda({
    source: programSource(name),
    output: object,
    options: ['-Wall', '-Wextra'],
    compiler,
    ...request,
  });
  const [command = 'g++', ...before] = compiler.command;
  const library = runtimeLibrary();
  const linked = spawnSync(
    command,
    [...before, '-o', executable, object, library, `-Wl,-rpath,${path.dirname(library)}`],
    { encoding: 'utf8' },
  );
  if (linked.status !== 0) throw new Error(`Cannot link ${name}: ${linked.stderr}`);
  return { executable, warnings };
}

/** Runs a program that was built, with a time limit of 30 s. */
export function runProgram(
  executable: string,
  args: string[] = [],
  environment: Record<string, string> = {},
): ProgramResult {
  const run = spawnSync(executable, args, {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, ...environment },
  });
  const values = new Map<string, string>();
  for (const line of run.stdout.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) values.set(line.slice(0, colon), line.slice(colon + 2));
  }
  return { values, stderr: run.stderr, status: run.status, signal: run.signal };
}
