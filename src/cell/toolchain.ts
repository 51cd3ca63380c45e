import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pluginFlags, type PluginFlags } from '../build/flags';
import { CHECK_OPTIONS, CODE_OPTIONS, CUDA_MACROS } from '../cuda/compile';
import { findCompiler, type CxxCompiler } from '../cuda/compiler';
import { projectRoot } from '../native-loader';
import { contentKey, stampsOf } from './cell-cache';
import type { Dialect } from './cpp-source';

/** How C++ of a cell is compiled. */
export interface BuildVariant {
  /** Every access is checked while the code runs: kernels' by the emulator's memcheck. Default false. */
  check?: boolean;
  /** Compiled with AddressSanitizer. Default: without. */
  sanitize?: 'address';
  /**
   * The compiler's `-O`. Default 0: what is wrong goes wrong as it is written, where an optimiser may leave a wrong access out, and a debugger sees every variable.
   * Give 2 or 3 where time is measured, as nvcc has 3 for kernels.
   */
  optimize?: 0 | 1 | 2 | 3;
}

/** A compiler with the flags of this workbook. */
export interface Toolchain {
  compiler: CxxCompiler;
  flags: PluginFlags;
}

/** The plugins' sources; `#include "common/serialize.h"` and `#include "serialize.h"` find what they share. */
export const PLUGINS = join(projectRoot, 'native', 'plugins');

let known: { wanted: string | undefined; toolchain: Toolchain } | null = null;

/** @throws {CompilerNotFoundError} `COMPILER_NOT_FOUND` */
export function findToolchain(): Toolchain {
  const wanted = process.env['CXX'];
  if (known && known.wanted === wanted) return known.toolchain;
  const compiler = findCompiler(wanted);
  known = { wanted, toolchain: { compiler, flags: pluginFlags('emulator', compiler) } };
  return known.toolchain;
}

/** Includes for texts of cells: TensorRT, CUDA, the plugins and what they share. */
export function includeFolders({ flags }: Toolchain): string[] {
  return [...flags.includeDirs, PLUGINS, join(PLUGINS, 'common')];
}

/** Options for the compiler, macros and include folders too. */
export function compileOptions(
  toolchain: Toolchain,
  dialect: Dialect,
  variant: BuildVariant,
): { code: string[]; preprocess: string[] } {
  const { flags } = toolchain;
  const code = [
    ...flags.cxxFlags,
    `-O${variant.optimize ?? 0}`,
    '-g',
    // addr2line of binutils 2.40 takes the first two files of version 5 for one another where there is a #line.
    '-gdwarf-4',
    '-Wall',
    '-Wno-unknown-pragmas',
    '-fmessage-length=0',
    '-fdiagnostics-color=never',
    ...(toolchain.compiler.family === 'gcc' ? ['-fdiagnostics-column-unit=byte'] : []),
    ...(dialect === 'cuda' ? CODE_OPTIONS : []),
    ...(dialect === 'cuda' && variant.check ? CHECK_OPTIONS : []),
    ...(variant.sanitize ? [`-fsanitize=${variant.sanitize}`, '-fno-omit-frame-pointer'] : []),
  ];
  const preprocess = [
    ...(dialect === 'cuda' ? CUDA_MACROS : []),
    ...includeFolders(toolchain).map((folder) => `-I${folder}`),
  ];
  return { code, preprocess };
}

/** Changes with every header of the workbook, and with the program that compiles. */
export function headersKey(): string {
  const folders = ['native/include', 'native/cuda-emulator/include', 'native/plugins'];
  const headers = folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(h|cuh)$/.test(name))
      .map((name) => join(projectRoot, folder, name)),
  );
  return contentKey(stampsOf(headers.sort()));
}
