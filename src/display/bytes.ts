/** The byte map: a field's bytes in a row, its label above, and below what a plugin reads by that label. */
import type { PluginField } from '../native';
import { elementBytes, fieldElements, fieldValueText, hexByte } from './field-value';
import type { Figure, Language } from './figure';
import { element, svgDocument, text, textWidth } from './svg';
import { ALARM, HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

const CELL = 30;
const HEIGHT = 26;
/** Between elements. */
const GAP = 8;
/** From one row of bytes to the next. */
const ROW = 66;
const MOST_BYTES_IN_ROW = 24;
const MONO = "ui-monospace,'SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono',monospace";

interface Words {
  title: (name: string) => string;
  notRead: string;
  missing: string;
  noData: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: (name) => `Bytes of field ${name}`,
    notRead: 'not read',
    missing: 'past the end',
    noData: 'data is null: this only declares the field',
  },
  zh: {
    title: (name) => `字段 ${name} 的字节`,
    notRead: '不会被读取',
    missing: '越过末尾',
    noData: 'data 为 null：这里只是声明字段',
  },
};

/** Bytes that belong together: one element, or the rest that nobody reads. */
interface Group {
  offset: number;
  /** null where the label promises a byte that is not there. */
  bytes: (number | null)[];
  value: string;
  kind: 'element' | 'rest' | 'missing';
}

function groupsOf(field: PluginField, words: Words): Group[] {
  const data = field.data ?? new Uint8Array();
  const size = elementBytes(field.type);
  const groups: Group[] = fieldElements(field).map((value, index) => {
    const offset = index * size;
    const bytes = Array.from({ length: size }, (_, at) => data[offset + at] ?? null);
    const kind = value === null ? 'missing' : 'element';
    return { offset, bytes, value: value ?? words.missing, kind };
  });
  const read = field.length * size;
  if (read < data.length)
    groups.push({ offset: read, bytes: [...data.slice(read)], value: words.notRead, kind: 'rest' });
  return groups;
}

function groupWidth(group: Group): number {
  const label = textWidth(group.value, 12, true);
  return Math.max(group.bytes.length * CELL, Math.min(label, 4 * CELL));
}

function drawGroup(group: Group, x: number, y: number): string {
  const colour = group.kind === 'element' ? HOLDER_COLOURS.caller : HOLDER_COLOURS.other;
  const line = group.kind === 'missing' ? ALARM : colour.line;
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
  return parts.join('');
}

/** Groups in rows; a group longer than a row is cut. */
function rowsOf(groups: readonly Group[]): Group[][] {
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

function label(field: PluginField): string {
  return `${field.name}: ${field.type} × ${field.length}`;
}

function byteMapSvg(field: PluginField, words: Words): string {
  const rows = rowsOf(groupsOf(field, words));
  const parts: string[] = [];
  let width = textWidth(label(field), 13, true) + 18;
  let y = 48;
  for (const row of rows) {
    let x = 1;
    for (const group of row) {
      const room = groupWidth(group);
      parts.push(drawGroup(group, x + (room - group.bytes.length * CELL) / 2, y));
      x += room + GAP;
    }
    width = Math.max(width, x);
    y += ROW;
  }
  if (field.data === null) {
    parts.push(text(words.noData, { x: 1, y: 44, 'font-size': 12, fill: NEUTRAL }));
    width = Math.max(width, textWidth(words.noData, 12) + 4);
    y = 62;
  }
  const head = HOLDER_COLOURS.creator;
  const title =
    element('rect', {
      x: 1,
      y: 1,
      width: textWidth(label(field), 13, true) + 16,
      height: 22,
      rx: 5,
      fill: head.fill,
    }) +
    text(label(field), { x: 9, y: 17, 'font-size': 13, 'font-weight': 'bold', fill: head.ink });
  const name = words.title(field.name);
  return svgDocument(width + 1, y - 10, name, byteMapText(field), title + parts.join(''));
}

function byteMapText(field: PluginField): string {
  if (field.data === null) return `${label(field)}, data: null`;
  const bytes = Array.from(field.data, hexByte).join(' ');
  return `${label(field)}, bytes: ${bytes}, value: ${fieldValueText(field)}`;
}

/**
 * Draws a field as the creator sees it: raw bytes, and the value they have under the field's label.
 *
 * @example
 * ```ts
 * show(byteMap(field('scalar', float32(1.5), 'kFLOAT32'))); // 00 00 c0 3f, 1.5
 * ```
 */
export function byteMap(field: PluginField): Figure {
  const toSVG = (language: Language = 'en'): string => byteMapSvg(field, WORDS[language]);
  return {
    toSVG,
    toHTML: toSVG,
    toJSON: () => ({ ...field, data: field.data === null ? null : [...field.data] }),
    toText: () => byteMapText(field),
  };
}
