/** Bytes in rows, what belongs together in a group: the offsets above, the value below. */
import { hexByte } from './field-value';
import { element, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

export const CELL = 30;
const HEIGHT = 26;
/** Between elements. */
export const GAP = 8;
/** From one row of bytes to the next. */
export const ROW = 66;
export const MOST_BYTES_IN_ROW = 24;
const MONO = "ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono',monospace";

/** Bytes that belong together: one element, or the rest that nobody reads. */
export interface Group {
  offset: number;
  /** null where the label promises a byte that is not there. */
  bytes: (number | null)[];
  value: string;
  kind: 'element' | 'rest' | 'missing';
  /** What it is called, where it has a name: written above, and what is wrong about it in the colour of alarm. */
  name?: string;
}

export function groupWidth(group: Group): number {
  const label = textWidth(group.value, 12, true);
  return Math.max(group.bytes.length * CELL, Math.min(label, 4 * CELL));
}

export function drawGroup(group: Group, x: number, y: number): string {
  const colour = group.kind === 'element' ? HOLDER_COLOURS.caller : HOLDER_COLOURS.other;
  const named = group.name !== undefined;
  const wrong = group.kind === 'missing' || (named && group.kind === 'rest');
  const line = wrong ? ALARM : colour.line;
  const width = group.bytes.length * CELL;
  const parts = group.bytes.map((byte, index) => {
    const left = x + index * CELL;
    const cell = { x: left, y, width: CELL, height: HEIGHT, stroke: line };
    const style =
      byte === null ? { fill: 'none', 'stroke-dasharray': '3 2' } : { fill: colour.fill };
    const hex = { 'font-size': 12, 'font-family': MONO, 'text-anchor': 'middle' };
    return (
      element('rect', { ...cell, ...style }) +
      text(byte === null ? '??' : hexByte(byte), {
        x: left + CELL / 2,
        y: y + 17,
        fill: byte === null ? ALARM : colour.ink,
        ...hex,
      }) +
      text(String(group.offset + index), {
        x: left + CELL / 2,
        y: y - 4,
        'font-size': 9,
        'text-anchor': 'middle',
        fill: NEUTRAL,
      })
    );
  });
  const below = y + HEIGHT + 4;
  const middle = x + width / 2;
  parts.push(
    element('path', {
      d: `M${x + 1} ${below}v3h${width - 2}v-3M${middle} ${below + 3}v4`,
      fill: 'none',
      stroke: line,
    }),
    text(group.value, {
      x: middle,
      y: below + 19,
      'font-size': 12,
      'font-weight': 'bold',
      'text-anchor': 'middle',
      fill: group.kind === 'element' ? HOLDER_COLOURS.caller.line : line,
    }),
  );
  if (named)
    parts.push(
      text(group.name ?? '', {
        x: middle,
        y: y - 16,
        'font-size': 12,
        'font-weight': 'bold',
        'text-anchor': 'middle',
        fill: wrong ? ALARM : HOLDER_COLOURS.creator.line,
      }),
    );
  return parts.join('');
}

/** Groups in rows; a group longer than a row is cut. */
export function rowsOf(groups: readonly Group[]): Group[][] {
  const pieces = groups.flatMap((group) =>
    Array.from({ length: Math.ceil(group.bytes.length / MOST_BYTES_IN_ROW) }, (_, piece) => {
      const from = piece * MOST_BYTES_IN_ROW;
      const bytes = group.bytes.slice(from, from + MOST_BYTES_IN_ROW);
      return { ...group, offset: group.offset + from, bytes };
    }),
  );
  const rows: Group[][] = [];
  let used = MOST_BYTES_IN_ROW;
  for (const piece of pieces) {
    if (used + piece.bytes.length > MOST_BYTES_IN_ROW) {
      rows.push([]);
      used = 0;
    }
    rows[rows.length - 1]?.push(piece);
    used += piece.bytes.length;
  }
  return rows;
}
