import { renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { besidePath, cellFolder, contentKey, readNote, stampsOf, writeNote } from './cell-cache';
import { readable } from './compile-unit';
import { runCompiler } from './compiler-run';
import type { CppUnit } from './cpp-source';
import { cppError } from './error-text';
import { CELL, shownPath } from './shown-path';
import type { BuildVariant, Toolchain } from './toolchain';

/** What to link. */
export interface LinkRequest {
  kind: 'program' | 'library';
  /** File name of what is made. */
  name: string;
  objects: readonly string[];
  /** Whose text the errors are about. */
  unit: CppUnit;
}

/**
 * Links objects with the emulator's runtime and the stand-in libnvinfer, or takes what was linked of the same objects before.
 *
 * @returns the path of the program or library
 * @throws {CppError} `CPP_COMPILE_FAILED`: an undefined reference, no `main`
 */
export async function link(
  request: LinkRequest,
  { compiler, flags }: Toolchain,
  variant: BuildVariant,
): Promise<string> {
  const { kind, name, objects, unit } = request;
  const command = (output: string): string[] => [
    ...compiler.command,
    ...(kind === 'library' ? ['-shared'] : []),
    '-o',
    output,
    ...objects,
    ...flags.libraryDirs.map((folder) => `-L${folder}`),
    ...flags.libraries.map((library) => `-l${library}`),
    ...(variant.sanitize ? [`-fsanitize=${variant.sanitize}`] : []),
    ...flags.ldFlags,
    '-ldl',
    '-pthread',
    // What is missing is an error now; with a sanitizer its runtime comes from elsewhere.
    ...(kind === 'library' && !variant.sanitize ? ['-Wl,-z,defs'] : []),
  ];
  const folder = cellFolder('linked', contentKey(command(name), stampsOf(objects)));
  const output = join(folder, name);
  const note = join(folder, 'note');
  if (readNote(note) !== null) return output;
  const beside = besidePath(output);
  try {
    const run = await runCompiler(command(beside), folder);
    if (run.exitCode !== 0) {
      const what =
        unit.name !== CELL ? basename(shownPath(unit.name)) : unit.inCell ? 'the cell' : 'the text';
      throw cppError(what, unit.inCell, readable(run.stderr, unit, null), run.stderr);
    }
    renameSync(beside, output);
    writeNote(note, [output, ...objects], true);
    return output;
  } finally {
    rmSync(beside, { force: true });
  }
}
