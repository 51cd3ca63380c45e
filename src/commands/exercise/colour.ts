/** Colours for a terminal; none where the output is a file, or NO_COLOR is set. */
import type { ReportLine } from '../../display/exercise-report';

const CODES = { red: 31, green: 32, yellow: 33, cyan: 36, bold: 1, dim: 2 } as const;
export type Colour = keyof typeof CODES;

export function hasColours(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY && TERM !== 'dumb';
}

export function coloured(text: string, colour: Colour): string {
  return hasColours() && text !== '' ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}

const OF_KIND: Partial<Record<ReportLine['kind'], Colour>> = {
  passed: 'green',
  failed: 'red',
  mistake: 'yellow',
  note: 'dim',
};

/** A line of a report in its colour; marks of pictures have theirs. */
export function colouredLine({ kind, text }: ReportLine): string {
  const colour = OF_KIND[kind];
  if (colour) return coloured(text, colour);
  if (kind !== 'picture' || !hasColours()) return text;
  if (/^\s*>/.test(text)) return coloured(text, 'red');
  // Squares of a picture of memory.
  return /^\s*\[[\d, ]*\] {2}[·×?!]+$/.test(text)
    ? text
        .replace(/[×!]+/g, (marks) => coloured(marks, 'red'))
        .replace(/[?]+/g, (marks) => coloured(marks, 'yellow'))
    : text;
}
