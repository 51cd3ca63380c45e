/** The byte map: a field's bytes in a row, its label above, and below what a plugin reads by that label. */
import type { PluginField } from '../native';
import { CELL, drawGroup, GAP, groupWidth, ROW, rowsOf, type Group } from './byte-groups';
import type { Member } from './byte-layout';
import { layoutMap } from './byte-layout-picture';
import { elementBytes, fieldElements, fieldValueText, hexByte } from './field-value';
import type { Figure, Language } from './figure';
import { element, svgDocument, text, textWidth } from './svg';
import { HOLDER_COLOURS, NEUTRAL } from './swim-lane-marks';

interface Words {
  title: (name: string) => string;
  titleOfAll: (count: number) => string;
  notRead: string;
  missing: string;
  noData: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: (name) => `Bytes of field ${name}`,
    titleOfAll: (count) => (count === 0 ? 'No fields' : `Bytes of ${count} fields`),
    notRead: 'not read',
    missing: 'past the end',
    noData: 'data is null: this only declares the field',
  },
  zh: {
    title: (name) => `字段 ${name} 的字节`,
    titleOfAll: (count) => (count === 0 ? '没有字段' : `${count} 个字段的字节`),
    notRead: '不会被读取',
    missing: '越过末尾',
    noData: 'data 为 null：这里只是声明字段',
  },
};

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

function label(field: PluginField): string {
  return `${field.name}: ${field.type} × ${field.length}`;
}

/** One field below what is there already. */
function drawField(
  field: PluginField,
  top: number,
  words: Words,
): { svg: string; width: number; bottom: number } {
  const rows = rowsOf(groupsOf(field, words));
  const parts: string[] = [];
  let width = textWidth(label(field), 13, true) + 18;
  let y = top + 48;
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
    parts.push(text(words.noData, { x: 1, y: top + 44, 'font-size': 12, fill: NEUTRAL }));
    width = Math.max(width, textWidth(words.noData, 12) + 4);
    y = top + 62;
  }
  const head = HOLDER_COLOURS.creator;
  const title =
    element('rect', {
      x: 1,
      y: top + 1,
      width: textWidth(label(field), 13, true) + 16,
      height: 22,
      rx: 5,
      fill: head.fill,
    }) +
    text(label(field), {
      x: 9,
      y: top + 17,
      'font-size': 13,
      'font-weight': 'bold',
      fill: head.ink,
    });
  return { svg: title + parts.join(''), width, bottom: y - 10 };
}

function byteMapSvg(fields: readonly PluginField[], words: Words): string {
  let [y, width] = [0, 0];
  const drawn = fields.map((field) => {
    const one = drawField(field, y, words);
    y = one.bottom + 6;
    width = Math.max(width, one.width);
    return one.svg;
  });
  const [first] = fields;
  const name =
    fields.length === 1 && first !== undefined
      ? words.title(first.name)
      : words.titleOfAll(fields.length);
  if (fields.length === 0) {
    drawn.push(text(name, { x: 1, y: 14, 'font-size': 12, fill: NEUTRAL }));
    [y, width] = [26, textWidth(name, 12) + 4];
  }
  const description = fields.map(byteMapText).join('\n');
  return svgDocument(width + 1, y - 6, name, description, drawn.join(''));
}

function byteMapText(field: PluginField): string {
  if (field.data === null) return `${label(field)}, data: null`;
  const bytes = Array.from(field.data, hexByte).join(' ');
  return `${label(field)}, bytes: ${bytes}, value: ${fieldValueText(field)}`;
}

function fieldData(field: PluginField): unknown {
  return { ...field, data: field.data === null ? null : [...field.data] };
}

function isList(fields: PluginField | readonly PluginField[]): fields is readonly PluginField[] {
  return Array.isArray(fields);
}

/**
 * Draws a field as the creator sees it: raw bytes, and the value they have under the field's label. Several fields stand below each
 * other.
 *
 * @example
 * ```ts
 * show(byteMap(field('scalar', float32(1.5), 'kFLOAT32'))); // 00 00 c0 3f, 1.5
 * ```
 */
export function byteMap(fields: PluginField | readonly PluginField[]): Figure;
/**
 * Draws the bytes that a plugin's serialize() wrote, with the members that its reader takes them for: bytes that no member reads, and
 * members that reach past the last byte, stand out.
 *
 * @throws {ApiUsageError} `LAYOUT_INVALID`
 * @example
 * ```ts
 * show(byteMap(bytes, [{ name: 'numHeads', type: 'kINT32' }, { name: 'useInt8ScaleMax', type: 'kBOOL' }]));
 * ```
 */
export function byteMap(bytes: Uint8Array, layout: readonly Member[]): Figure;
export function byteMap(
  source: PluginField | readonly PluginField[] | Uint8Array,
  layout: readonly Member[] = [],
): Figure {
  if (source instanceof Uint8Array) return layoutMap(source, layout);
  const several = isList(source);
  const fields = several ? source : [source];
  const toSVG = (language: Language = 'en'): string => byteMapSvg(fields, WORDS[language]);
  return {
    toSVG,
    toHTML: toSVG,
    toJSON: () => (several ? fields.map(fieldData) : fieldData(source)),
    toText: (language: Language = 'en') =>
      fields.length === 0 ? WORDS[language].titleOfAll(0) : fields.map(byteMapText).join('\n'),
  };
}
