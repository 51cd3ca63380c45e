import { readFileSync, statSync } from 'node:fs';
import type { SourceLine } from '../frame';

const BEFORE = 2;
const AFTER = 1;
const LARGEST_BYTES = 2 ** 22;

/** The lines around one of a source file; empty where the file is not there or has no such line. */
export function sourceAround(file: string, line: number): SourceLine[] {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > LARGEST_BYTES) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  if (line > lines.length) return [];
  const first = Math.max(1, line - BEFORE);
  return lines.slice(first - 1, line + AFTER).map((text, at) => ({
    line: first + at,
    text: text.trimEnd(),
    ...(first + at === line ? { guilty: true as const } : {}),
  }));
}
