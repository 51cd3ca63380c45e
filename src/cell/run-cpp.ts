import { runCommand } from '../lab/command';
import type { ChildLimits } from '../lab/limits';
import { compileUnit } from './compile-unit';
import { CppProgram } from './cpp-program';
import { fromCaller, type CppDiagnostic } from './cpp-error';
import { unitOf, type CppSource, type CppUnit } from './cpp-source';
import { lineBuffered } from './line-buffered';
import { link } from './link';
import { allOf, commonObjects } from './shared-parts';
import { findToolchain, type BuildVariant } from './toolchain';

/** How a program is compiled and run. Limits: 10 s, 2 GiB and 1 MiB of output by default. */
export interface RunCppOptions extends BuildVariant, ChildLimits {
  /** Arguments of `main`. */
  args?: readonly string[];
  /** Added to this process's environment. */
  env?: NodeJS.ProcessEnv;
  /** Where the program runs; default: this process's current folder. */
  cwd?: string;
  /** Checks of a program that is compiled with `check`. Default: memcheck. */
  checks?: readonly ('memcheck' | 'racecheck')[];
  /** Whether gdb looks at a crash, which takes about a quarter of a second. Default true. */
  debugger?: boolean;
}

/**
 * Compiles a whole C++ program and runs it in a process of its own, so that nothing it does can end or hang this one. CUDA's extensions work: kernels, `<<<>>>`,
 * `__shared__`, run by the emulator; TensorRT's stand-in headers, the plugins' and those in native/plugins/common are found. The same text is not compiled again.
 *
 * @param source A text with `main`, or a file. Lines of a text are those of the notebook cell that has it as a literal, in compile errors, crashes and findings.
 * @returns when the program has ended, however it did; `show()` it, or its `crashPicture`
 * @throws {CppError} `CPP_COMPILE_FAILED` with the compiler's errors at the cell's lines
 * @throws {ApiUsageError} `CPP_SOURCE_INVALID`
 * @throws {CompilerNotFoundError} `COMPILER_NOT_FOUND`
 * @example
 * ```ts
 * const program = await runCpp(String.raw`#include <cstdio>
 * __global__ void twice(float* x) { x[threadIdx.x] *= 2; }
 * int main() {
 *     float* x;
 *     cudaMallocManaged(&x, 4 * sizeof(float));
 *     x[3] = 21;
 *     twice<<<1, 4>>>(x);
 *     cudaDeviceSynchronize();
 *     std::printf("%g\n", x[3]);
 * }`);
 * show(program);
 * ```
 */
export async function runCpp(source: CppSource, options: RunCppOptions = {}): Promise<CppProgram> {
  // The running cell is asked for before anything is waited for: afterwards it may be another.
  const unit = unitOf(source);
  const startedAt = performance.now();
  const { check, sanitize, optimize, checks, args = [], ...lab } = options;
  const { outputBytes = 2 ** 20 } = lab;
  try {
    const { program, warnings } = await makeProgram(unit, { check, sanitize, optimize });
    const compileMs = performance.now() - startedAt;
    const report = await runCommand([program, ...args], {
      timeMs: 10_000,
      ...lab,
      outputBytes,
      sanitize: sanitize !== undefined,
      ...(check ? { checks: checks ?? ['memcheck'] } : {}),
    });
    const outputCut = Buffer.byteLength(report.stdout) >= outputBytes;
    return new CppProgram(report, { compileMs, warnings, inCell: unit.inCell, outputCut });
  } catch (error) {
    throw fromCaller(error, runCpp);
  }
}

async function makeProgram(
  unit: CppUnit,
  variant: BuildVariant,
): Promise<{ program: string; warnings: readonly CppDiagnostic[] }> {
  const toolchain = findToolchain();
  const parts = await Promise.allSettled([
    compileUnit(unit, toolchain, variant).then(({ object, warnings }) => ({
      objects: [object],
      warnings,
    })),
    commonObjects(unit.text, toolchain, variant).then((objects) => ({ objects, warnings: [] })),
    lineBuffered(toolchain, variant).then((object) => ({ objects: [object], warnings: [] })),
  ]);
  const made = allOf(parts);
  const objects = made.flatMap((part) => part.objects);
  const request = { kind: 'program', name: 'program', objects, unit } as const;
  const program = await link(request, toolchain, variant);
  return { program, warnings: made.flatMap(({ warnings }) => warnings) };
}
