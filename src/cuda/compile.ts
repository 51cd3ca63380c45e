/**
 * The compiler driver for .cu files: preprocess, rewrite, compile.
 *
 *     node dist/cuda/compile.js [-I… -D… -O… -std=… -W…] [-MD -MF file -MT name] [--check] [-o out.o] file.cu
 *
 * The compiler is `$CXX`, else g++ or clang++. Options that are not named here go to it in both steps.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type CxxCompiler, findCompiler } from './compiler';
import { hintFor } from './hints';
import { rewriteCuda } from './rewrite';

/** Stand-ins for CUDA's headers. */
export const EMULATOR_INCLUDE = path.resolve(__dirname, '../../native/cuda-emulator/include');

/**
 * Always set. x86-64-v3 is spelled out, since compilers before g++ 11 do not know the name; half needs F16C of it. Products and sums
 * are fused (`-ffp-contract=fast`), as nvcc does by default. Device code reads floats as int4 and the like, which nvcc
 * takes as meant, so there is no strict aliasing.
 */
export const CODE_OPTIONS = [
  '-fPIC',
  '-mavx2',
  '-mbmi',
  '-mbmi2',
  '-mf16c',
  '-mfma',
  '-mlzcnt',
  '-mmovbe',
  '-ffp-contract=fast',
  '-fno-strict-aliasing',
];

/** A call at every access, which our runtime answers; nothing of the thread sanitizer is linked. */
export const CHECK_OPTIONS = ['-fsanitize=thread', '-Wno-tsan', '-fno-omit-frame-pointer'];

/** Macros that CUDA sources ask for; the architecture is the one that the device properties tell. */
export const CUDA_MACROS = [
  '-D__WORKBOOK_CUDACC__=1',
  '-D__CUDACC__=1',
  '-D__NVCC__=1',
  '-D__CUDA_ARCH__=800',
  '-D__CUDACC_VER_MAJOR__=12',
  '-D__CUDACC_VER_MINOR__=4',
  // Thrust's own back end for CPUs, where its headers are installed.
  '-DTHRUST_DEVICE_SYSTEM=THRUST_DEVICE_SYSTEM_CPP',
  // assert() in a kernel ends the launch, not the process.
  '-D__assert_fail=workbookAssertFail',
];

export interface CompileRequest {
  source: string;
  /** The object file; the source's name with .o in the current directory by default. */
  output?: string;
  /** Options for the compiler, such as `-Iinclude`, `-DN=4`, `-O3`. */
  options?: string[];
  /** Instruments every access, for memcheck and racecheck (`native/cuda-emulator/include/workbook/checks.h`). */
  check?: boolean;
  compiler?: CxxCompiler;
}

/** The compiler refused the source; `diagnostics` is what it said. */
export class CompileError extends Error {
  readonly code = 'COMPILE_FAILED';
  constructor(
    readonly source: string,
    readonly diagnostics: string,
  ) {
    super(`Cannot compile ${source}: ${firstError(diagnostics)}`);
    this.name = 'CompileError';
  }
}

function firstError(diagnostics: string): string {
  const lines = diagnostics.split('\n');
  return lines.find((line) => /\berror:/.test(line)) ?? lines[0] ?? '';
}

/**
 * Compiles a .cu file to an object file for a shared library.
 *
 * @returns The object's path, and the compiler's warnings.
 * @throws {CompileError} code `COMPILE_FAILED`
 * @throws {CudaSyntaxError} code `CUDA_SYNTAX`
 */
export function compileCuda(request: CompileRequest): { output: string; warnings: string } {
  const compiler = request.compiler ?? findCompiler(process.env['CXX']);
  const output =
    request.output ?? `${path.basename(request.source, path.extname(request.source))}.o`;
  const { preprocess, compile } = splitOptions(request.options ?? []);
  const [program, ...before] = compiler.command;
  if (program === undefined) throw new Error('Cannot compile: the compiler has no command');

  const run = (args: string[], input?: string): { stdout: string; stderr: string } => {
    const result = spawnSync(program, [...before, ...args], {
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    // A compiler that ends before it has read everything (EPIPE) has said why.
    if (result.error && result.status === null) throw result.error;
    if (result.status !== 0) {
      const said = result.stderr || `${program} ended with ${result.signal ?? result.status}\n`;
      throw new CompileError(request.source, said + hintFor(said));
    }
    return result;
  };

  const standard = ['-std=c++17', '-O2', '-g1'];
  const preprocessed = run([
    '-E',
    '-x',
    'c++',
    ...standard,
    ...CODE_OPTIONS,
    ...CUDA_MACROS,
    ...preprocess,
    `-I${EMULATOR_INCLUDE}`,
    '-include',
    'cuda_runtime.h',
    request.source,
  ]);
  const family = compiler.family === 'gcc' ? ['-fno-gnu-unique'] : [];
  // g++ 12 began to do this at -O2. It also makes a 16-byte access one instruction, which notices when it is misaligned.
  if (compiler.family === 'gcc' && compiler.version < 12) family.push('-ftree-vectorize');
  const compiled = run(
    [
      '-x',
      'c++-cpp-output',
      ...standard,
      ...CODE_OPTIONS,
      ...family,
      ...(request.check ? CHECK_OPTIONS : []),
      ...compile,
      '-c',
      '-o',
      output,
      '-',
    ],
    rewriteCuda(preprocessed.stdout),
  );
  return { output, warnings: preprocessed.stderr + compiled.stderr };
}

/** Which options each of the two steps gets. */
function splitOptions(options: string[]): { preprocess: string[]; compile: string[] } {
  const preprocess: string[] = [];
  const compile: string[] = [];
  for (let i = 0; i < options.length; i++) {
    const option = options[i] ?? '';
    const separate = /^-(?:I|D|U|isystem|iquote|include|idirafter|MF|MT|MQ)$/.test(option);
    if (separate || /^-(?:I|D|U|M|isystem|iquote|include|idirafter)/.test(option)) {
      preprocess.push(option);
      if (separate) preprocess.push(options[++i] ?? '');
    } else {
      preprocess.push(option);
      compile.push(option);
    }
  }
  return { preprocess, compile };
}

/** The command line of this file. @returns The exit code. */
function main(argv: string[]): number {
  const options: string[] = [];
  const sources: string[] = [];
  let output: string | undefined;
  let check = false;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '-o') output = argv[++i];
    else if (word === '-c') continue;
    else if (word === '--check') check = true;
    else if (/^-(?:I|D|U|isystem|iquote|include|idirafter|MF|MT|MQ)$/.test(word))
      options.push(word, argv[++i] ?? '');
    else if (word.startsWith('-')) options.push(word);
    else sources.push(word);
  }
  const [source, ...others] = sources;
  if (source === undefined || others.length > 0) {
    process.stderr.write('usage: compile.js [-I… -D… -O… --check -o out.o] file.cu\n');
    return 2;
  }
  if (!fs.existsSync(source)) {
    process.stderr.write(`${source}: error: no such file\n`);
    return 1;
  }
  try {
    process.stderr.write(compileCuda({ source, output, options, check }).warnings);
    return 0;
  } catch (error) {
    if (error instanceof CompileError) process.stderr.write(error.diagnostics);
    else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

if (require.main === module) process.exitCode = main(process.argv.slice(2));
