import { findSourceMap } from 'node:module';
import path from 'node:path';
import type { RanCell } from './cell-runner';

const projectRoot = path.resolve(__dirname, '..', '..');

/** Frames that say nothing about the learner's code: Node's, tslab's and this kernel's own. */
const internalFile = new RegExp(
  [/^node:/, /[\\/]node_modules[\\/]tslab[\\/]/, /[\\/]dist[\\/]kernel[\\/]/]
    .map(({ source }) => source)
    .join('|'),
);

/** How a traceback names a place in a cell; the numbers count from 1. */
export const cellPlace = /(cell \[\d+\]), line (\d+), column (\d+)/;

/**
 * From now on, stacks name places in cells and in TypeScript sources, not in what they were compiled to, by paths relative
 * to the project (a saved notebook should not tell where it ran).
 *
 * @param cells All cells that ran, by the names of their scripts.
 */
export function describeStacks(cells: ReadonlyMap<string, RanCell>): void {
  process.setSourceMapsEnabled(true);
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites
      .map((site) => describeFrame(site, cells))
      .filter((frame) => frame !== undefined);
    return [header(error), ...frames.map((frame) => `    at ${frame}`)].join('\n');
  };
}

function header(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

function describeFrame(
  site: NodeJS.CallSite,
  cells: ReadonlyMap<string, RanCell>,
): string | undefined {
  const file = site.getFileName();
  const line = site.getLineNumber();
  const column = site.getColumnNumber();
  // Names of earlier cells are properties of a proxy, which is nobody's business.
  const text = (site as { toString(): string }).toString().replace(/^Proxy\./, '');
  if (typeof file !== 'string' || line === null || column === null) return text;
  if (internalFile.test(file)) return undefined;
  const location = `${file}:${line}:${column}`;
  const cell = cells.get(file);
  if (cell) {
    const found = cell.originalPosition({ line: line - 1, column: column - 1 });
    return (
      found && text.replace(location, `${file}, line ${found.line + 1}, column ${found.column + 1}`)
    );
  }
  return relative(text.replace(location, originalLocation(file, line, column)));
}

function originalLocation(file: string, line: number, column: number): string {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  if (!entry || !('originalLine' in entry)) return `${file}:${line}:${column}`;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

const relative = (text: string): string =>
  text.replaceAll(`file://${projectRoot}/`, '').replaceAll(`${projectRoot}/`, '');
