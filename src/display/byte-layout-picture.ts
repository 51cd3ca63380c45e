/** The bytes of a serialised plugin with its members over them. */
import { GAP, CELL, drawGroup, MOST_BYTES_IN_ROW, type Group } from './byte-groups';
import {
  checkLayout,
  layoutGroups,
  memberBytes,
  type LayoutWords,
  type Member,
} from './byte-layout';
import { hexByte } from './field-value';
import type { Figure, Language } from './figure';
import { svgDocument, text, textWidth } from './svg';
import { ALARM, NEUTRAL } from './swim-lane-marks';

interface Words extends LayoutWords {
  title: (there: number, read: number) => string;
  firstOf: (shown: number, all: number) => string;
  tooMany: (bytes: number) => string;
  tooFew: (bytes: number) => string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: (there, read) => `${there} bytes, of which the layout takes ${read}`,
    notRead: 'not read',
    missing: 'past the end',
    more: (count) => `… ${count} more`,
    firstOf: (shown, all) => `the first ${shown} of ${all} bytes`,
    tooMany: (bytes) => `${bytes} bytes are left: something was written that nobody reads`,
    tooFew: (bytes) => `${bytes} bytes are missing: reading them reads foreign memory`,
  },
  zh: {
    title: (there, read) => `共 ${there} 字节，按这个布局读取 ${read} 字节`,
    notRead: '没有读取',
    missing: '越过末尾',
    more: (count) => `… 另有 ${count} 个`,
    firstOf: (shown, all) => `${all} 字节中的前 ${shown} 字节`,
    tooMany: (bytes) => `剩下 ${bytes} 字节：写了却没有人读`,
    tooFew: (bytes) => `缺 ${bytes} 字节：再读就读到别人的内存了`,
  },
};

const NAME = 12;
const ROW = 90;
const MOST_WIDTH = 880;

/** Room of a piece: its bytes, its name above and its value below. */
function roomFor({ bytes, name, value }: Group): number {
  return Math.max(
    bytes.length * CELL,
    textWidth(name ?? '', NAME, true),
    textWidth(value, 12, true),
  );
}

/** A group as far as a row goes; what is longer says how much of it is drawn. */
function cut(group: Group, words: Words): Group {
  const bytes = group.bytes.slice(0, MOST_BYTES_IN_ROW);
  if (bytes.length === group.bytes.length) return group;
  const part = words.firstOf(bytes.length, group.bytes.length);
  return { ...group, name: [group.name, part].filter(Boolean).join(', '), bytes };
}

function layoutSvg(bytes: Uint8Array, layout: readonly Member[], words: Words): string {
  const read = layout.reduce((sum, member) => sum + memberBytes(member), 0);
  const title = words.title(bytes.length, read);
  const parts = [
    text(title, { x: 1, y: 14, 'font-size': 12, 'font-weight': 'bold', fill: NEUTRAL }),
  ];
  let [x, y, width, bottom] = [1, 58, textWidth(title, 12, true) + 4, 24];
  for (const group of layoutGroups(bytes, layout, words)) {
    if (group.bytes.length === 0) continue;
    const piece = cut(group, words);
    const room = roomFor(piece);
    if (x > 1 && x + room > MOST_WIDTH) [x, y] = [1, y + ROW];
    const left = x + (room - piece.bytes.length * CELL) / 2;
    parts.push(drawGroup(piece, left, y));
    width = Math.max(width, x + room);
    x += room + GAP;
    bottom = y + ROW - 32;
  }
  const off = bytes.length - read;
  if (off !== 0) {
    const note = off > 0 ? words.tooMany(off) : words.tooFew(-off);
    parts.push(
      text(note, { x: 1, y: bottom + 12, 'font-size': 12, 'font-weight': 'bold', fill: ALARM }),
    );
    width = Math.max(width, textWidth(note, 12, true) + 2);
    bottom += 20;
  }
  const description = layoutText(bytes, layout, words);
  return svgDocument(width + 2, bottom, title, description, parts.join(''));
}

function layoutText(bytes: Uint8Array, layout: readonly Member[], words: Words): string {
  const read = layout.reduce((sum, member) => sum + memberBytes(member), 0);
  const groups = layoutGroups(bytes, layout, words);
  const lines = groups.map(({ offset, bytes: own, name = '', value }, at) => {
    const hex = own.map((byte) => (byte === null ? '??' : hexByte(byte)));
    const shown = hex.slice(0, MOST_BYTES_IN_ROW).join(' ');
    const rest =
      hex.length > MOST_BYTES_IN_ROW ? ` ${words.more(hex.length - MOST_BYTES_IN_ROW)}` : '';
    const member = layout[at];
    const label = member === undefined ? name : `${name}: ${member.type} × ${member.length ?? 1}`;
    const written = label === '' ? '' : ` ${label}`;
    return `  +${offset}${written}: ${shown}${rest} → ${value}`;
  });
  return [words.title(bytes.length, read), ...lines].join('\n');
}

/** @throws {ApiUsageError} `LAYOUT_INVALID` */
export function layoutMap(bytes: Uint8Array, layout: readonly Member[]): Figure {
  checkLayout(layout);
  const toSVG = (language: Language = 'en'): string => layoutSvg(bytes, layout, WORDS[language]);
  const toText = (language: Language = 'en'): string => layoutText(bytes, layout, WORDS[language]);
  const toJSON = (): unknown =>
    layoutGroups(bytes, layout, WORDS.en).map(({ name, kind, offset, bytes: own, value }) => ({
      name,
      offset,
      kind,
      bytes: own,
      value: kind === 'element' ? value : null,
    }));
  return { toSVG, toHTML: toSVG, toJSON, toText };
}
