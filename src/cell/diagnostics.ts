import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { projectRoot } from '../native-loader';
import type { CppDiagnostic } from './cpp-error';
import type { Shown } from './cpp-source';
import { CELL, shownPath } from './shown-path';

/** A diagnostic as the compiler counts: columns in bytes, from 1. */
type Parsed = Omit<CppDiagnostic, 'text'>;

const PLACED = /^(.+?):(\d+):(?:(\d+):)? (fatal error|error|warning|note): (.*)$/;
/** Where a template was used whose text is wrong. */
const REQUIRED = /^(.+?):(\d+):(\d+): +(required (?:from|by) .*)$/;
const REFERENCE =
  /^(?:\S*ld[\w.]*: )?(?:(.*?):)?(?:(\d+): )?(?:\(\S+\): )?((?:undefined reference to|multiple definition of) .*)$/;

/** Reads what gcc, clang and the GNU linker write. Notes follow the error that they belong to. */
export function parseDiagnostics(output: string): Parsed[] {
  const found: Parsed[] = [];
  let before: Parsed[] = [];
  for (const line of output.split('\n')) {
    const [, file, number, column, severity, message] = PLACED.exec(line) ?? [];
    if (file !== undefined && severity !== undefined && message !== undefined) {
      found.push({
        file: shownPath(file),
        line: Number(number),
        column: Number(column ?? 0),
        severity: severity === 'fatal error' ? 'error' : (severity as Parsed['severity']),
        message,
      });
      found.push(...before);
      before = [];
      continue;
    }
    const [, user, at, from, required] = REQUIRED.exec(line) ?? [];
    if (user !== undefined && required !== undefined) {
      before.push({
        file: shownPath(user),
        line: Number(at),
        column: Number(from),
        severity: 'note',
        message: required,
      });
      continue;
    }
    const [, object, place, problem] = REFERENCE.exec(line) ?? [];
    if (problem !== undefined) {
      const link = { file: shownPath(object ?? CELL), line: Number(place ?? 0), column: 0 };
      found.push({ ...link, severity: 'error', message: problem.replaceAll('`', "'") });
    }
  }
  return found;
}

const LARGEST_BYTES = 2 ** 22;

/** The lines of a file that a diagnostic names; none where it is not there. */
export function linesOfShown(file: string, shown: Shown): string[] {
  const text = shown[file];
  if (text !== undefined) return text.split('\n');
  const path = isAbsolute(file) ? file : join(projectRoot, file);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > LARGEST_BYTES || dirname(path) === '/') return [];
  return readFileSync(path, 'utf8').split('\n');
}

/** A column that counts bytes, counted in characters. */
export function characterColumn(line: string, column: number): number {
  if (column === 0) return 0;
  return (
    Buffer.from(line)
      .subarray(0, column - 1)
      .toString('utf8').length + 1
  );
}
