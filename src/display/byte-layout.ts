/** Which bytes of a serialised plugin belong to which member: a list of members drawn over the bytes, in order. */
import { ApiUsageError } from '../errors';
import type { PluginField } from '../native';
import { PLUGIN_FIELD_TYPES, type PluginFieldType } from '../runtime/enums';
import type { Group } from './byte-groups';
import { elementBytes, fieldElements } from './field-value';

/** Types of members that are no types of fields: one byte each. */
const BYTE_TYPES = ['kBOOL', 'kUINT8'] as const;
export type MemberType = PluginFieldType | (typeof BYTE_TYPES)[number];

/** A member as serialize() wrote it: `length` elements of a type, next to what was written before. */
export interface Member {
  name: string;
  type: MemberType;
  /** Elements; default 1. */
  length?: number;
}

/** What is printed for bytes that no member, or no byte, is there for. */
export interface LayoutWords {
  notRead: string;
  missing: string;
  more: (count: number) => string;
}

const MOST_ELEMENTS = 4;

function isByteType(type: MemberType): type is (typeof BYTE_TYPES)[number] {
  return (BYTE_TYPES as readonly string[]).includes(type);
}

/** @throws {ApiUsageError} `LAYOUT_INVALID` */
export function checkLayout(layout: readonly Member[]): void {
  for (const { name, type, length = 1 } of layout) {
    const known = isByteType(type) || (PLUGIN_FIELD_TYPES as readonly string[]).includes(type);
    if (known && Number.isSafeInteger(length) && length >= 0) continue;
    throw new ApiUsageError('LAYOUT_INVALID', `Cannot draw member "${name}" over bytes`, {
      method: 'byteMap',
      expected: `a whole length and a type of ${[...PLUGIN_FIELD_TYPES, ...BYTE_TYPES].join(', ')}`,
      actual: { type, length },
    });
  }
}

export function memberBytes({ type, length = 1 }: Member): number {
  return (isByteType(type) ? 1 : elementBytes(type)) * length;
}

/** The elements of a member as text; null where one is not there in full. */
function elementsOf(data: Uint8Array, { name, type, length = 1 }: Member): (string | null)[] {
  if (!isByteType(type)) return fieldElements({ name, type, length, data } satisfies PluginField);
  return Array.from({ length }, (_, at) => {
    const byte = data[at];
    if (byte === undefined) return null;
    return type === 'kBOOL' && byte < 2 ? String(byte === 1) : String(byte);
  });
}

function valueOf(data: Uint8Array, member: Member, words: LayoutWords): string {
  const elements = elementsOf(data, member);
  if (elements.includes(null)) return words.missing;
  if (member.type === 'kCHAR') return `"${elements.join('')}"`;
  if (elements.length === 1) return elements[0] ?? '';
  const rest = elements.length - MOST_ELEMENTS;
  const shown = elements.slice(0, MOST_ELEMENTS).join(', ');
  return rest > 0 ? `[${shown}, ${words.more(rest)}]` : `[${shown}]`;
}

/** The members over the bytes, and what is left behind the last of them. */
export function layoutGroups(
  bytes: Uint8Array,
  layout: readonly Member[],
  words: LayoutWords,
): Group[] {
  let offset = 0;
  const groups: Group[] = layout.map((member) => {
    const from = offset;
    const size = memberBytes(member);
    offset += size;
    const data = bytes.slice(from, offset);
    return {
      offset: from,
      bytes: Array.from({ length: size }, (_, at) => data[at] ?? null),
      value: valueOf(data, member, words),
      kind: data.length < size ? 'missing' : 'element',
      name: member.name,
    };
  });
  if (offset < bytes.length)
    groups.push({
      offset,
      bytes: [...bytes.slice(offset)],
      value: words.notRead,
      kind: 'rest',
      name: '',
    });
  return groups;
}
