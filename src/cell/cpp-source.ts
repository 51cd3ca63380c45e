import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ApiUsageError } from '../errors';
import { projectRoot } from '../native-loader';
import { cellLinesOf } from './cell-lines';
import { runningCell } from './running-cell';
import { CELL } from './shown-path';

/**
 * C++17 with CUDA's extensions: a text, or a file. A path is taken from the current folder, else from the workbook's root. Texts and `.cu` files may have kernels
 * and launches; files with other names are plain C++.
 */
export type CppSource = string | { file: string };

/** How a source is compiled: `cuda` as nvcc takes a .cu file, `c++` as g++ takes a .cpp file. */
export type Dialect = 'cuda' | 'c++';

/** Texts that are in no file, by the names that messages and debug information call them: `cell`. */
export type Shown = Readonly<Record<string, string>>;

/** Something to compile. Paths are absolute. */
export interface CppUnit {
  /** For the object: `cell`, or the file's name. */
  name: string;
  dialect: Dialect;
  /** The text, with `#line` where its lines are those of something else. */
  text: string;
  /** Where `#include "…"` looks first. */
  folders: string[];
  /** What debuggers and error messages show as the file `cell`, or under another name. */
  shown: Shown;
  /** Whether lines of `cell` are those of the notebook cell. */
  inCell: boolean;
}

/**
 * @throws {ApiUsageError} `CPP_SOURCE_INVALID` for an empty text or a file that is not there
 */
export function unitOf(source: CppSource): CppUnit {
  return typeof source === 'string' ? textUnit(source) : fileUnit(source.file);
}

function textUnit(text: string): CppUnit {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new ApiUsageError('CPP_SOURCE_INVALID', 'Cannot compile C++: there is no text', {
      expected: 'C++ as a string, or { file }',
    });
  }
  const { lines, shown, inCell } = placesOf(text);
  return {
    name: CELL,
    dialect: 'cuda',
    text: withLines(text, lines, CELL),
    folders: [],
    shown: { [CELL]: shown },
    inCell,
  };
}

function fileUnit(name: string): CppUnit {
  const candidates = isAbsolute(name) ? [name] : [resolve(name), join(projectRoot, name)];
  const path = candidates.find((each) => existsSync(each) && statSync(each).isFile());
  if (path === undefined) {
    throw new ApiUsageError(
      'CPP_SOURCE_INVALID',
      `Cannot compile C++: there is no file "${name}"`,
      {
        expected: 'a path from the current folder or from the workbook’s root',
      },
    );
  }
  const text = readFileSync(path, 'utf8');
  return {
    name: path,
    dialect: path.endsWith('.cu') ? 'cuda' : 'c++',
    text: `#line 1 ${JSON.stringify(path)}\n${text}`,
    folders: [dirname(path)],
    shown: {},
    inCell: false,
  };
}

/** Where a text's lines are from: the running cell's, where it has the text, else the text's own. */
export function placesOf(text: string): { lines: number[]; shown: string; inCell: boolean } {
  const cell = runningCell();
  const lines = cell && cellLinesOf(text, cell.source);
  if (cell && lines) return { lines, shown: cell.source, inCell: true };
  return { lines: text.split('\n').map((_, at) => at + 1), shown: text, inCell: false };
}

/** The text with a `#line` wherever the line does not follow from the one before. */
export function withLines(text: string, lines: readonly number[], name: string): string {
  let expected = 0;
  const placed = text.split('\n').flatMap((each, at) => {
    const line = lines[at] ?? expected;
    const marked = line === expected ? [each] : [`#line ${line} "${name}"`, each];
    expected = line + 1;
    return marked;
  });
  return placed.join('\n');
}
