import { compileUnit } from './compile-unit';
import type { CppDiagnostic } from './cpp-error';
import { unitOf } from './cpp-source';
import { lineBuffered } from './line-buffered';
import { link } from './link';
import { allOf, commonObjects } from './shared-parts';
import { findToolchain, type BuildVariant } from './toolchain';

/** Files that become one library or one program. */
export interface BuildFilesRequest {
  kind: 'program' | 'library';
  /** Of what is made, without `lib` and `.so`. */
  name: string;
  /** Paths of .cpp and .cu files. `#include "…"` looks beside each of them first. */
  files: readonly string[];
}

/**
 * Compiles files as they are, each once for the same text, and links them. What they include of native/plugins/common is linked too.
 *
 * @returns the path of what was made, and what the compiler warned about in these files
 * @throws {CppError} `CPP_COMPILE_FAILED` with the compiler's errors at the files' lines
 * @throws {ApiUsageError} `CPP_SOURCE_INVALID`
 */
export async function buildFiles(
  { kind, name, files }: BuildFilesRequest,
  variant: BuildVariant = {},
): Promise<{ path: string; warnings: readonly CppDiagnostic[] }> {
  const toolchain = findToolchain();
  const units = files.map((file) => unitOf({ file }));
  const text = units.map((unit) => unit.text).join('\n');
  const parts = await Promise.allSettled([
    ...units.map(async (unit) => {
      const { object, warnings } = await compileUnit(unit, toolchain, variant);
      return { objects: [object], warnings };
    }),
    commonObjects(text, toolchain, variant).then((objects) => ({ objects, warnings: [] })),
    ...(kind === 'program'
      ? [lineBuffered(toolchain, variant).then((object) => ({ objects: [object], warnings: [] }))]
      : []),
  ]);
  const made = allOf(parts);
  const objects = made.flatMap((part) => part.objects);
  const [unit = unitOf({ file: files[0] ?? '' })] = units;
  const file = kind === 'library' ? `lib${name}.so` : name;
  const path = await link({ kind, name: file, objects, unit }, toolchain, variant);
  return { path, warnings: made.flatMap(({ warnings }) => warnings) };
}
