/** Values that a module's functions take and give, as JSON: typed arrays keep their type. */

const ARRAYS = {
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;

/** In place of a typed array, or of a number that JSON has not got. */
const KEY = '$workbook';

/** More is not told of a value. */
const DEEPEST = 12;

export function packed(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return null;
  if (typeof value === 'bigint') return { [KEY]: 'bigint', value: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value))
    return { [KEY]: 'number', value: String(value) };
  if (typeof value === 'function' || typeof value === 'symbol' || value === undefined) return null;
  if (typeof value !== 'object' || value === null) return value;
  const name = value.constructor.name;
  if (name in ARRAYS)
    return {
      [KEY]: name,
      values: Array.from(value as ArrayLike<number | bigint>, (each) => packed(each)),
    };
  if (Array.isArray(value)) return value.map((each) => packed(each, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, packed(each, depth + 1)]),
  );
}

export function unpacked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unpacked);
  const entries = value as Record<string, unknown>;
  const kind = entries[KEY];
  if (kind === 'bigint') return BigInt(String(entries['value']));
  if (kind === 'number') return Number(entries['value']);
  if (typeof kind === 'string' && kind in ARRAYS) {
    const values = (entries['values'] as unknown[]).map(unpacked);
    return kind === 'BigInt64Array'
      ? BigInt64Array.from(values as bigint[])
      : ARRAYS[kind as Exclude<ArrayName, 'BigInt64Array'>].from(values as number[]);
  }
  return Object.fromEntries(Object.entries(entries).map(([key, each]) => [key, unpacked(each)]));
}
