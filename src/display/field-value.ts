/** What a plugin reads when it takes a field's bytes by the field's label. */
import type { PluginField } from '../native';
import type { PluginFieldType } from '../runtime/enums';

interface ElementType {
  bytes: number;
  read: (view: DataView, offset: number) => number | bigint;
}

/** IEEE 754 binary16 to a number. */
function readHalf(view: DataView, offset: number): number {
  const bits = view.getUint16(offset, true);
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is the upper half of a float32. */
function readBfloat16(view: DataView, offset: number): number {
  const whole = new DataView(new ArrayBuffer(4));
  whole.setUint16(2, view.getUint16(offset, true), true);
  return whole.getFloat32(0, true);
}

/** Types whose elements are whole bytes and have a value to print. */
const ELEMENT_TYPES: Partial<Record<PluginFieldType, ElementType>> = {
  kFLOAT16: { bytes: 2, read: readHalf },
  kFLOAT32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  kFLOAT64: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  kINT8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  kINT16: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  kINT32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  kINT64: { bytes: 8, read: (view, at) => view.getBigInt64(at, true) },
  kCHAR: { bytes: 1, read: (view, at) => view.getUint8(at) },
  kBF16: { bytes: 2, read: readBfloat16 },
};

/** Bytes of one element of a field type; 1 where an element is not a number (kUNKNOWN, kDIMS, kFP8, …). */
export function elementBytes(type: PluginFieldType): number {
  return ELEMENT_TYPES[type]?.bytes ?? 1;
}

/** A float32 with as many digits as tell it from its neighbours, other numbers as they are. */
function numberText(value: number | bigint, type: PluginFieldType): string {
  if (typeof value === 'number' && type === 'kFLOAT32' && Number.isFinite(value))
    for (let digits = 1; digits < 9; digits++)
      if (Math.fround(Number(value.toPrecision(digits))) === value)
        return String(Number(value.toPrecision(digits)));
  return String(value);
}

/**
 * The elements that the label promises, as text; null for an element that lies past the end of the data.
 *
 * @example `{ type: 'kFLOAT32', length: 1, data: 00 00 c0 3f }` -> `['1.5']`
 */
export function fieldElements(field: PluginField): (string | null)[] {
  const { data, type, length } = field;
  if (data === null) return [];
  const reader = ELEMENT_TYPES[type];
  const size = elementBytes(type);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length }, (_, index) => {
    const offset = index * size;
    if (offset + size > data.byteLength) return null;
    if (reader === undefined) return hexByte(data[offset] ?? 0);
    const value = reader.read(view, offset);
    if (type === 'kCHAR') return printable(Number(value));
    return numberText(value, type);
  });
}

const MOST_NUMBERS = 16;

/** The value of a whole field in one text: numbers by commas, characters joined, long ones cut. */
export function fieldValueText(field: PluginField): string {
  if (field.data === null) return 'null';
  const elements = fieldElements(field).map((value) => value ?? '?');
  if (field.type === 'kCHAR') return `"${elements.join('')}"`;
  if (elements.length === 1) return elements[0] ?? '';
  const rest = elements.length - MOST_NUMBERS;
  const shown = elements.slice(0, MOST_NUMBERS).join(', ');
  return rest > 0 ? `[${shown}, … ${rest} more]` : `[${shown}]`;
}

export function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function printable(code: number): string {
  if (code === 0) return '\\0';
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : `\\x${hexByte(code)}`;
}
