import { literalsIn, type Literal } from './literal';

/** For each line of a text, the line of the cell that it comes from; both count from 1, the first at index 0. */
export type CellLines = number[];

/**
 * Finds the literal of a cell whose value a text is, whatever its tag: `String.raw`, another, none. `${…}` may stand for anything.
 * A text that was trimmed afterwards is found too.
 *
 * @returns the cell's line of each line of the text, or null where no literal of the cell has this value
 */
export function cellLinesOf(text: string, cell: string): CellLines | null {
  for (const literal of literalsIn(cell)) {
    const lines = linesIn(literal, text, 'raw') ?? linesIn(literal, text, 'cooked');
    if (lines) return lines;
  }
  return null;
}

/** A character of the literal's value: on which line of the cell it stands. */
function linesIn(literal: Literal, text: string, form: 'raw' | 'cooked'): CellLines | null {
  const spans = spansIn(literal, text, form);
  if (!spans) return null;
  const starts = lineStarts(text);
  return starts.map((start) => {
    // The last span that begins at or before it; an empty one at the same place gives way to the next.
    const span = [...spans].reverse().find(({ from }) => from <= start) ?? spans[0];
    if (!span) return 1;
    return span.lineOf(start - span.from);
  });
}

interface Span {
  /** Offset in the text. */
  from: number;
  lineOf: (offset: number) => number;
}

function spansIn({ pieces }: Literal, text: string, form: 'raw' | 'cooked'): Span[] | null {
  const values = pieces.map((piece) => (piece.kind === 'text' ? piece[form] : ''));
  if (values.includes(null)) return null;
  const only = values.length === 1 ? (values[0] ?? '') : null;
  // Trimmed texts only where they are long enough not to be found by chance.
  const shift = only === null || only === text ? 0 : only.indexOf(text);
  if (only !== null && (shift < 0 || (only !== text && only.trim() !== text.trim()))) return null;
  const spans: Span[] = [];
  let at = -shift;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'substitution') {
      spans.push({ from: at, lineOf: () => piece.line });
      continue;
    }
    const value = values[index] ?? '';
    const last = index === pieces.length - 1;
    const found = index === 0 ? at : last ? text.length - value.length : text.indexOf(value, at);
    if (only === null && (found < at || !text.startsWith(value, found))) return null;
    spans.push({
      from: found,
      lineOf: (offset) => piece.line + newlines(piece.raw, value, offset),
    });
    at = found + value.length;
  }
  return only !== null || at === text.length ? spans : null;
}

/** How many line ends of the source come before an offset of a piece's value. */
function newlines(raw: string, value: string, offset: number): number {
  if (raw === value) return raw.slice(0, offset).split('\n').length - 1;
  // Cooked: an escape is longer than what it stands for, and may stand for a line end or hide one.
  let written = 0;
  let lines = 0;
  for (const [token] of raw.matchAll(/\\(?:u\{[^}]*\}|u.{4}|x..|[\s\S])|[\s\S]/g)) {
    if (written >= offset && token !== '\\\n') break;
    if (token.includes('\n')) lines += 1;
    if (token === '\\\n') continue;
    written += token.startsWith('\\u{')
      ? String.fromCodePoint(parseInt(token.slice(3, -1), 16)).length
      : 1;
  }
  return lines;
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
