import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CudaSyntaxError, rewriteCuda } from '../cuda/rewrite';
import { hintFor } from '../cuda/hints';
import { besidePath, cellFolder, contentKey, readNote, writeNote, writeWhole } from './cell-cache';
import { originalColumn, preprocessedLines } from './columns';
import { runCompiler } from './compiler-run';
import type { CppDiagnostic } from './cpp-error';
import type { CppUnit } from './cpp-source';
import { characterColumn, linesOfShown, parseDiagnostics } from './diagnostics';
import { cppError } from './error-text';
import { CELL, shownPath } from './shown-path';
import { preludeOptions } from './prelude';
import { compileOptions, headersKey, type BuildVariant, type Toolchain } from './toolchain';

/** An object file. */
export interface CompiledUnit {
  object: string;
  /** What the compiler warned about in the author's own file. */
  warnings: CppDiagnostic[];
}

/** Where a unit's files are while it is compiled. */
interface Place {
  folder: string;
  source: string;
  object: string;
  dependencies: string;
}

/**
 * Compiles a unit, or takes what was compiled of the same text before. Several processes may compile the same at a time.
 *
 * @throws {CppError} `CPP_COMPILE_FAILED`
 */
export async function compileUnit(
  unit: CppUnit,
  toolchain: Toolchain,
  variant: BuildVariant,
): Promise<CompiledUnit> {
  const { code, preprocess } = compileOptions(toolchain, unit.dialect, variant);
  const own = unit.folders.map((each) => `-iquote${each}`);
  const { name, text, dialect } = unit;
  const { command } = toolchain.compiler;
  const key = contentKey(command, code, preprocess, own, name, text, dialect, headersKey());
  const folder = cellFolder('objects', key);
  const object = join(folder, 'unit.o');
  const note = join(folder, 'note');
  // Lines of a crash are read from them, as the cell is now.
  for (const [file, lines] of Object.entries(unit.shown)) writeWhole(join(folder, file), lines);
  const known = readNote(note) as CppDiagnostic[] | null;
  if (known) return { object, warnings: known };

  const source = join(folder, dialect === 'cuda' ? 'unit.cu' : 'unit.cpp');
  writeWhole(source, text);
  const beside = besidePath(object);
  const place = { folder, source, object: beside, dependencies: `${beside}.d` };
  try {
    const prelude = await preludeOptions(toolchain, dialect, variant, text);
    const said = await compile(unit, place, {
      compiler: command,
      code,
      preprocess: [...own, ...preprocess, ...prelude],
      precompiled: prelude.some((word) => word.endsWith('prelude.h')),
    });
    const warnings = said.filter(
      ({ severity, file }) =>
        severity === 'warning' && (file in unit.shown || file === shownPath(name)),
    );
    renameSync(beside, object);
    writeNote(note, [object, ...dependenciesOf(place.dependencies)], warnings);
    return { object, warnings };
  } finally {
    for (const path of [beside, `${beside}.ii`, `${beside}.d`]) rmSync(path, { force: true });
  }
}

interface Options {
  compiler: readonly string[];
  code: string[];
  preprocess: string[];
  precompiled: boolean;
}

/** @returns what the compiler said about a text that it took */
async function compile(unit: CppUnit, place: Place, options: Options): Promise<CppDiagnostic[]> {
  const { compiler, code, preprocess } = options;
  const { folder, source, object, dependencies } = place;
  const listing = ['-MD', '-MF', dependencies, '-MT', 'unit'];
  const output = ['-c', '-o', object];
  // Says to gcc that the preprocessed text asks for a precompiled header; clang does not know it.
  const loads = options.precompiled ? ['-fpreprocessed'] : [];
  const rewritten = unit.dialect === 'cuda' ? await rewrite(unit, place, options, listing) : null;
  const command =
    rewritten === null
      ? ['-x', 'c++', ...code, ...preprocess, ...listing, ...output, source]
      : ['-x', 'c++-cpp-output', ...loads, ...code, ...output, `${object}.ii`];
  if (rewritten !== null) writeWhole(`${object}.ii`, rewritten);
  const run = await runCompiler([...compiler, ...command], folder);
  const diagnostics = readable(run.stderr, unit, rewritten);
  if (run.exitCode !== 0) throw refused(unit, diagnostics, run.stderr);
  return diagnostics;
}

/** The text without CUDA's extensions; null where it has none, so that the compiler can have it as the author wrote it. */
async function rewrite(
  unit: CppUnit,
  { folder, source }: Place,
  { compiler, code, preprocess, precompiled }: Options,
  listing: string[],
): Promise<string | null> {
  const keep = precompiled ? ['-fpch-preprocess'] : [];
  const command = ['-E', ...keep, '-x', 'c++', ...code, ...preprocess, ...listing, source];
  const run = await runCompiler([...compiler, ...command], folder);
  if (run.exitCode !== 0) throw refused(unit, readable(run.stderr, unit, null), run.stderr);
  try {
    const rewritten = rewriteCuda(run.stdout);
    return precompiled && rewritten === run.stdout ? null : rewritten;
  } catch (error) {
    if (!(error instanceof CudaSyntaxError)) throw error;
    const file = shownPath(error.file);
    const text = linesOfShown(file, unit.shown)[error.line - 1] ?? '';
    const { line, problem: message } = error;
    throw refused(
      unit,
      [{ file, line, column: 0, severity: 'error', message, text }],
      error.message,
    );
  }
}

function refused(unit: CppUnit, diagnostics: readonly CppDiagnostic[], said: string): Error {
  const hint = hintFor(said);
  const what = unit.name !== CELL ? shownPath(unit.name) : unit.inCell ? 'the cell' : 'the text';
  const error = cppError(what, unit.inCell, diagnostics, said + hint);
  if (hint !== '') error.message += `\n${hint.trimEnd()}`;
  return error;
}

/** Diagnostics with the author's lines and columns. */
export function readable(said: string, unit: CppUnit, rewritten: string | null): CppDiagnostic[] {
  const compiled = rewritten === null ? null : preprocessedLines(rewritten);
  return parseDiagnostics(said).map((diagnostic) => {
    const { file, line, column } = diagnostic;
    const text = linesOfShown(file, unit.shown)[line - 1] ?? '';
    const seen = compiled?.get(`${file}:${line}`);
    return {
      ...diagnostic,
      column:
        seen === undefined || column === 0
          ? characterColumn(text, column)
          : originalColumn(seen, characterColumn(seen, column), text),
      text: text.trimEnd(),
    };
  });
}

/** The files of a make rule; a blank in a name is written `\ `. */
function dependenciesOf(list: string): string[] {
  const rule = readFileSync(list, 'utf8');
  const files = rule.slice(rule.search(/:\s/) + 1).replace(/\\\n/g, ' ');
  return [...files.matchAll(/(?:\\ |\S)+/g)]
    .map(([name]) => name.replaceAll('\\ ', ' '))
    .filter((name) => name.startsWith('/'));
}
