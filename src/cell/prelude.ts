import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { besidePath, cellFolder, contentKey, readNote, writeNote, writeWhole } from './cell-cache';
import { runCompiler } from './compiler-run';
import type { Dialect } from './cpp-source';
import { compileOptions, headersKey, type BuildVariant, type Toolchain } from './toolchain';

/**
 * Headers that nearly every text begins with, compiled once. Nothing is among them that the text does not include itself (`cuda_runtime.h` every .cu file has from
 * the compiler, and NvInfer.h brings CUDA's), so a forgotten `#include` stays an error.
 */
function preludeText(dialect: Dialect, usesTensorRt: boolean): string {
  return [
    ...(dialect === 'cuda' ? ['#include <cuda_runtime.h>'] : []),
    ...(usesTensorRt ? ['#include <NvInfer.h>'] : []),
    '',
  ].join('\n');
}

/** Preludes that this process is making. */
const making = new Map<string, Promise<string>>();

/**
 * The options that put the prelude before a text. A precompiled one is made where it is missing, which takes about a second and is done once for each state of the
 * headers. Instrumented variants and clang, whose precompiled headers do not go through the emulator's rewriter, take the headers as they are.
 */
export async function preludeOptions(
  toolchain: Toolchain,
  dialect: Dialect,
  variant: BuildVariant,
  text: string,
): Promise<string[]> {
  const always = dialect === 'cuda' ? ['-include', 'cuda_runtime.h'] : [];
  if (toolchain.compiler.family !== 'gcc' || variant.check || variant.sanitize) return always;
  const includes = /^\s*#\s*include\s*[<"]NvInfer\w*\.h/m.test(text);
  // The headers ask for NV_TENSORRT_MAJOR: a text that defines it must come before them.
  const chooses = /^\s*#\s*define\s+NV_TENSORRT_/m.test(text);
  const prelude = preludeText(dialect, includes && !chooses);
  if (prelude.trim() === '') return always;
  const { code, preprocess } = compileOptions(toolchain, dialect, variant);
  const command = [...toolchain.compiler.command, '-x', 'c++-header', ...code, ...preprocess];
  const key = contentKey(command, prelude, headersKey());
  const path = making.get(key) ?? make(key, prelude, command);
  making.set(key, path);
  try {
    return ['-include', await path];
  } finally {
    making.delete(key);
  }
}

async function make(key: string, text: string, command: string[]): Promise<string> {
  const folder = cellFolder('preludes', key);
  const [header, compiled, note] = ['prelude.h', 'prelude.h.gch', 'note'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  if (readNote(note) !== null) return header;
  writeWhole(header, text);
  const beside = besidePath(compiled);
  const run = await runCompiler([...command, header, '-o', beside], folder);
  if (run.exitCode === 0) renameSync(beside, compiled);
  // Without it the compiler reads the header itself, and says what is wrong with it.
  writeNote(note, [header, compiled], true);
  return header;
}
