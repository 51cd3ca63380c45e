import { mkdirSync, renameSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findCompiler } from '../cuda/compiler';
import { ApiUsageError } from '../errors';
import { projectRoot } from '../native-loader';
import { BuildCache } from './build-cache';
import { CHECK_OPTION, commandsFor } from './commands';
import { compileObject } from './compile-object';
import { type BuildTool, pluginFlags } from './flags';
import { diagnose, runCommand } from './run-command';

/** What to build, and with what. */
export interface PluginLibraryRequest {
  /** C++ and CUDA sources: .cpp, .cc, .cxx, .cu. */
  sources: string[];
  /** The shared library to write. */
  output: string;
  /** Default: emulator. */
  tool?: BuildTool;
  /** Passed to the compiler: `-Iinclude`, `-DN=4`, `-O3`. */
  options?: string[];
  /** Sanitizers, e.g. `address` or `address,undefined`. Emulator only. */
  sanitize?: string;
  /** Instruments every access of device code, for memcheck and racecheck (WORKBOOK_CUDA_CHECK). Emulator only. */
  check?: boolean;
}

/** What was built. */
export interface PluginLibrary {
  output: string;
  tool: BuildTool;
  /** Sources that had to be compiled; the others were unchanged. */
  compiled: string[];
  linked: boolean;
  /** What the compilers warned about. */
  warnings: string;
  durationMs: number;
}

const SOURCE = /\.(cpp|cc|cxx|c\+\+|cu)$/;

/**
 * Compiles plugin sources into a shared library, the way this machine can. What has not changed since the last time is not compiled
 * again: the sources, every header they include, the options and the compiler are compared.
 *
 * @throws {ApiUsageError} `BUILD_INVALID` for sources that are none
 * @throws {BuildError} `BUILD_FAILED` with the compiler's own words, or `API_MISSING` naming what the sources use and this host lacks
 */
export async function buildPluginLibrary(request: PluginLibraryRequest): Promise<PluginLibrary> {
  const startedAt = performance.now();
  const sources = request.sources.map((source) => resolve(source));
  const output = resolve(request.output);
  checkSources(sources, request);
  const tool = request.tool ?? 'emulator';
  const compiler = findCompiler(process.env['CXX']);
  const flags = pluginFlags(tool, compiler);
  const options = [
    ...(request.options ?? []),
    ...(request.check ? [CHECK_OPTION] : []),
    ...(request.sanitize ? [`-fsanitize=${request.sanitize}`, '-fno-omit-frame-pointer'] : []),
  ];
  const cache = new BuildCache(join(projectRoot, '.workbook', 'build'));
  const plan = commandsFor({ sources, output, options }, { compiler, flags }, cache.folder);

  const warnings: string[] = [];
  const compiled: string[] = [];
  await forEachInParallel(plan.compile, async (step) => {
    const made = await compileObject(step, cache);
    if (!made.compiled) return;
    compiled.push(step.source);
    warnings.push(made.warnings);
  });

  const linked = compiled.length > 0 || !cache.isFresh(output, plan.link);
  if (linked) {
    mkdirSync(dirname(output), { recursive: true });
    cache.forget(output);
    // Whole when it gets its name: another process may be loading it, or linking the same.
    const draft = `${output}.${process.pid}`;
    const run = await runCommand(plan.link.map((word) => (word === output ? draft : word)));
    if (run.exitCode !== 0) throw diagnose(output, run);
    renameSync(draft, output);
    warnings.push(run.stderr);
    cache.remember(output, plan.link, plan.compile.map(({ object }) => object));
  }
  const durationMs = performance.now() - startedAt;
  return { output, tool, compiled, linked, warnings: warnings.join(''), durationMs };
}

function checkSources(sources: string[], request: PluginLibraryRequest): void {
  if (request.tool === 'nvcc' && (request.sanitize || request.check)) {
    throw new ApiUsageError('BUILD_INVALID', 'Cannot build a plugin library with nvcc and a sanitizer or checks', {
      expected: 'the emulator for these; on a GPU compute-sanitizer does their work',
    });
  }
  const wrong = sources.find((source) => !SOURCE.test(source) || !isFile(source));
  if (sources.length > 0 && wrong === undefined && request.output) return;
  throw new ApiUsageError('BUILD_INVALID', 'Cannot build a plugin library', {
    expected: 'one or more existing .cpp, .cc, .cxx or .cu files, and an output',
    actual: wrong ?? (sources.length === 0 ? 'no sources' : 'no output'),
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** As many at a time as there are cores; the first failure is thrown once the running ones have ended. */
async function forEachInParallel<Item>(items: Item[], act: (item: Item) => Promise<void>): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && failures.length === 0; item = queue.shift()) {
      await act(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (failures.length > 0) throw failures[0];
}
