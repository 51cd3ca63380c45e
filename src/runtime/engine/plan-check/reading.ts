import { EngineFileError } from '../../../errors';

/**
 * Readers for values that came out of a file: each returns the value with its type, or throws `ENGINE_CORRUPT` with the place. `at` is
 * that place, as `layers[2].inputs[0].type`.
 */

/** @throws {EngineFileError} `ENGINE_CORRUPT` */
export function wrong(at: string, expected: string, actual: unknown): never {
  throw new EngineFileError('ENGINE_CORRUPT', `Cannot read the engine: ${at} is not valid`, {
    method: 'deserializeCudaEngine',
    expected,
    actual: shown(actual),
  });
}

/** A hostile value may be huge, deep, or nothing that JSON knows. */
function shown(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (typeof value === 'string')
    return value.length > 80 ? `"${value.slice(0, 80)}…"` : `"${value}"`;
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
}

/** A map with text as keys. */
export function record(value: unknown, at: string): Readonly<Record<string, unknown>> {
  const plain =
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
  return plain ? (value as Record<string, unknown>) : wrong(at, 'a map', value);
}

export function list<Item>(
  value: unknown,
  at: string,
  item: (value: unknown, at: string) => Item,
  most = Infinity,
): Item[] {
  if (!Array.isArray(value)) wrong(at, 'a list', value);
  const items = value as unknown[];
  if (items.length > most) wrong(at, `at most ${most} elements`, items);
  return items.map((entry, i) => item(entry, `${at}[${i}]`));
}

/** A list of pairs of a name and a value, each name once. @returns a map without a prototype, so that any name is only a name */
export function named<Item>(
  value: unknown,
  at: string,
  item: (value: unknown, at: string) => Item,
): Record<string, Item> {
  const items = Object.create(null) as Record<string, Item>;
  list(value, at, (entry, where) => {
    if (!Array.isArray(entry) || entry.length !== 2) wrong(where, 'a name and a value', entry);
    const [key, content] = entry as [unknown, unknown];
    const name = text(key, `${where}[0]`);
    if (name in items) wrong(`${where}[0]`, 'each name once', name);
    items[name] = item(content, `${where}[1]`);
  });
  return items;
}

export function text(value: unknown, at: string): string {
  return typeof value === 'string' ? value : wrong(at, 'a string', value);
}

/** The bytes, as they lie in the file. */
export function bytes(value: unknown, at: string): Uint8Array {
  return value instanceof Uint8Array ? value : wrong(at, 'bytes', value);
}

/** A whole number that is exact, from `least` to `most`. */
export function whole(
  value: unknown,
  at: string,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const fits =
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
  if (fits) return value as number;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  return wrong(at, `a whole number ${range}`, value);
}

/** Milliseconds, or null where nothing was measured. */
export function timeOrNull(value: unknown, at: string): number | null {
  if (value === null) return null;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? value
    : wrong(at, 'milliseconds or null', value);
}

/** A number above 0, such as a scale. */
export function positive(value: unknown, at: string): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0
    ? value
    : wrong(at, 'a number above 0', value);
}

/** At most eight extents, each from `least`. */
export function dims(value: unknown, at: string, least = -1): number[] {
  return list(value, at, (extent, where) => whole(extent, where, least), 8);
}

export function oneOf<Name extends string>(
  names: readonly Name[],
  value: unknown,
  at: string,
): Name {
  return names.includes(value as Name)
    ? (value as Name)
    : wrong(at, `one of ${names.join(', ')}`, value);
}
