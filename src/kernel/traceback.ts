import { inspect, types } from 'node:util';
import type { RanCell } from './cell-runner';
import { cellPlace } from './stack-trace';
import type { Diagnostic } from './tslab';

/** The content of a Jupyter `error` message. */
export interface Failure {
  ename: string;
  evalue: string;
  /** Lines with ANSI colours, as Jupyter shows them. */
  traceback: string[];
}

const red = (text: string): string => `\x1b[0;31m${text}\x1b[0m`;
const green = (text: string): string => `\x1b[0;32m${text}\x1b[0m`;

/** A source line of a cell with a mark under a column, and the lines around it. Positions are zero-based. */
function excerpt(source: string, line: number, column: number, length: number): string[] {
  const lines = source.split('\n');
  const first = Math.max(0, line - 2);
  const last = Math.min(lines.length - 1, line + 1);
  const width = String(last + 1).length;
  const shown: string[] = [];
  for (let i = first; i <= last; i += 1) {
    const text = lines[i] ?? '';
    const number = String(i + 1).padStart(width);
    shown.push(i === line ? `${green('>')} ${green(number)} | ${text}` : `  ${number} | ${text}`);
    if (i !== line) continue;
    const marks = '^'.repeat(Math.max(1, Math.min(length, text.length - column)));
    shown.push(`  ${' '.repeat(width)} | ${' '.repeat(column)}${red(marks)}`);
  }
  return shown;
}

/** Errors found before the cell ran: nothing of it was executed. */
export function describeDiagnostics(
  diagnostics: readonly Diagnostic[],
  cell: string,
  source: string,
): Failure {
  const messages = diagnostics.map(({ messageText }) => messageText);
  const traceback: string[] = [];
  for (const { start, end, messageText, code, fileName } of diagnostics) {
    if (traceback.length > 0) traceback.push('');
    const place = `${fileName ?? cell}, line ${start.line + 1}, column ${start.character + 1}`;
    traceback.push(`${red('TypeScriptError')}: ${messageText} (TS${code})`, `    at ${place}`);
    if (fileName === undefined)
      traceback.push(...excerpt(source, start.line, start.character, end.offset - start.offset));
  }
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : '';
  return { ename: 'TypeScriptError', evalue: `${messages[0] ?? ''}${more}`, traceback };
}

const isError = (value: unknown): value is Error =>
  types.isNativeError(value) || value instanceof Error;

/** An interrupt goes to the whole process group, so a child that the cell waits for may be the first to end of it. */
const isInterrupt = (error: Error): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' ||
  error.message === 'Interrupted asynchronously' ||
  (error as { signal?: unknown }).signal === 'SIGINT';

/**
 * A value that a cell threw.
 *
 * @param cells All cells that ran, by the names of their scripts.
 */
export function describeThrown(thrown: unknown, cells: ReadonlyMap<string, RanCell>): Failure {
  if (!isError(thrown)) {
    const evalue = typeof thrown === 'string' ? thrown : inspect(thrown);
    return { ename: 'Thrown', evalue, traceback: [`${red('Thrown')}: ${evalue}`] };
  }
  if (isInterrupt(thrown)) {
    const evalue = 'the cell was interrupted';
    return {
      ename: 'KeyboardInterrupt',
      evalue,
      traceback: [`${red('KeyboardInterrupt')}: ${evalue}`],
    };
  }
  // A subclass that does not set `name` inherits 'Error'; its class says more.
  const ename =
    thrown.name !== 'Error' && thrown.name ? thrown.name : thrown.constructor.name || 'Error';
  const lines = inspect(thrown).split('\n');
  const firstFrame = lines.findIndex((line) => /^\s+at /.test(line));
  const head = lines.slice(0, firstFrame < 0 ? lines.length : firstFrame);
  const rest = firstFrame < 0 ? [] : lines.slice(firstFrame);
  const coloured = head.map((line, i) => (i === 0 ? line.replace(ename, red(ename)) : line));
  return {
    ename,
    evalue: thrown.message,
    traceback: [...coloured, ...excerptOf(rest, cells), ...rest],
  };
}

/** The lines around the place in a cell that a stack names first. */
function excerptOf(frames: readonly string[], cells: ReadonlyMap<string, RanCell>): string[] {
  for (const frame of frames) {
    const [, name = '', line, column] = cellPlace.exec(frame) ?? [];
    const cell = cells.get(name);
    if (cell) return excerpt(cell.source, Number(line) - 1, Number(column) - 1, 1);
  }
  return [];
}
