/** Ways to damage an ONNX file. Everything follows from a seed, so that any case can be made again. */
import { modelProto } from '../../src/onnx/messages';
import { Random } from '../runtime/engine-mutation';

type Key = string | number;
type Path = readonly Key[];

/** An ONNX file to damage, taken apart once. */
export interface Original {
  bytes: Buffer;
  content: object;
  /** Where each value of the content is, lists and messages too. */
  paths: readonly Path[];
  /** Every name in it. */
  names: readonly string[];
}

export function original(file: Uint8Array): Original {
  const bytes = Buffer.from(file);
  const content = modelProto.toObject(modelProto.decode(bytes), { longs: Number });
  const paths: Path[] = [];
  const names = new Set<string>();
  const visit = (value: unknown, path: Path): void => {
    if (path.length > 0) paths.push(path);
    if (typeof value === 'string') names.add(value);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    for (const [key, inner] of entriesOf(value)) visit(inner, [...path, key]);
  };
  visit(content, []);
  return { bytes, content, paths, names: [...names] };
}

function entriesOf(value: object): [Key, unknown][] {
  return Array.isArray(value)
    ? value.map((inner: unknown, index) => [index, inner])
    : Object.entries(value);
}

/** A damaged file: one in three has its bytes damaged, the others what they say. */
export function mutated(seed: number, originals: readonly Original[]): Uint8Array {
  const random = new Random(seed);
  const source = random.of(originals);
  if (random.below(3) === 0) return mutateBytes(source.bytes, random);
  let content = source.content;
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const path = random.of(source.paths);
    content = changed(content, path, (value) => another(value, path, source, random)) as object;
  }
  return modelProto.encode(modelProto.fromObject(content)).finish();
}

/** Flips bits, overwrites, cuts off, takes out or doubles pieces. */
function mutateBytes(source: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(source);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const at = random.below(Math.max(1, bytes.length));
    const length = 1 + random.below(Math.min(64, Math.max(1, bytes.length - at)));
    switch (random.below(5)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        bytes[at] = random.of([0, 1, 2, 0x0b, 0x0c, 0x7f, 0x80, 0xff]);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    }
  }
  return bytes;
}

const NUMBERS = [
  -(2 ** 63),
  -(2 ** 31),
  -2,
  -1,
  0,
  1,
  2,
  3,
  7,
  8,
  9,
  64,
  2 ** 31,
  2 ** 40,
  2 ** 62,
];
const NAMES = ['', 'constructor', '__proto__', 'toString', 'a\0b', 'é\ud800', 'n'.repeat(100_000)];

/** Another value that the same field can hold. */
function another(value: unknown, path: Path, source: Original, random: Random): unknown {
  if (typeof value === 'number') return random.of([...NUMBERS, value + 1, value - 1, value * 2]);
  if (typeof value === 'string') {
    return random.of(random.below(2) === 0 ? NAMES : source.names);
  }
  if (value instanceof Uint8Array) {
    return random.of([
      value.slice(0, random.below(value.length + 1)),
      new Uint8Array(),
      Buffer.concat([value, Buffer.alloc(1 + random.below(40), random.below(256))]),
    ]);
  }
  if (Array.isArray(value)) return rearranged(value as unknown[], random);
  if (typeof value !== 'object' || value === null) return value;
  // A message of the same kind from elsewhere, or one field less.
  const [field] = path.filter((key) => typeof key === 'string').slice(-1);
  const alike = source.paths.filter(
    (other) =>
      other.length === path.length &&
      other.filter((key) => typeof key === 'string').at(-1) === field,
  );
  if (random.below(2) === 0) return valueAt(source.content, random.of(alike)) ?? value;
  const entries = Object.entries(value);
  entries.splice(random.below(Math.max(1, entries.length)), 1);
  return Object.fromEntries(entries);
}

function rearranged(items: readonly unknown[], random: Random): unknown[] {
  const copy = [...items];
  const [from, to] = [random.below(copy.length + 1), random.below(copy.length + 1)];
  const moved = copy.slice(from, from + 1);
  switch (random.below(5)) {
    case 0:
      return [];
    case 1:
      copy.splice(from, 1);
      return copy;
    case 2:
      return copy.flatMap((item) => Array.from({ length: random.of([2, 9, 300]) }, () => item));
    case 3:
      copy.splice(to, 0, ...moved);
      return copy;
    default:
      copy.splice(from, 1);
      copy.splice(to, 0, ...moved);
      return copy;
  }
}

function valueAt(content: unknown, path: Path): unknown {
  let value = content;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<Key, unknown>)[key];
  }
  return value ?? null;
}

/** A copy in which the value at `path` is another; the same where an earlier change took the place away. */
function changed(content: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(content);
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, key))
    return content;
  const inner = changed((content as Record<Key, unknown>)[key], rest, change);
  if (Array.isArray(content)) return content.map((item: unknown, i) => (i === key ? inner : item));
  return { ...content, [key]: inner };
}
