/** Ways to damage an engine file. Everything follows from a seed, so that any case can be made again. */
import { decode, encode } from '@msgpack/msgpack';
import { frame, HEADER_BYTES } from '../../src/runtime/engine/checked-file';
import { ENGINE_FILE_VERSION } from '../../src/runtime/engine/engine-file';

const MAGIC = 'TRTWBENG';

/** Whole numbers that look random (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 to `limit` - 1. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) % 2 ** 32) % limit;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}

type Path = readonly (string | number)[];

/** An engine file to damage, taken apart once. */
export interface Original {
  bytes: Buffer;
  payload: Buffer;
  content: unknown;
  /** Where each value of the content is, lists and maps too. */
  paths: readonly Path[];
}

export function original(file: Uint8Array): Original {
  const bytes = Buffer.from(file);
  const payload = bytes.subarray(HEADER_BYTES);
  const content = decode(payload);
  const paths: Path[] = [];
  const visit = (value: unknown, path: Path): void => {
    paths.push(path);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const key of keys) visit((value as Record<string | number, unknown>)[key], [...path, key]);
  };
  visit(content, []);
  return { bytes, payload, content, paths };
}

const withChecksum = (payload: Uint8Array): Uint8Array =>
  frame({ magic: MAGIC, version: ENGINE_FILE_VERSION }, payload);

/** A damaged file: its bytes, its bytes under a right checksum, or values in it under a right checksum. */
export function mutated(seed: number, originals: readonly Original[]): Uint8Array {
  const random = new Random(seed);
  const source = random.of(originals);
  switch (random.below(4)) {
    case 0:
      return mutateBytes(source.bytes, random);
    case 1:
      return withChecksum(mutateBytes(source.payload, random));
    default:
      return withChecksum(
        encode(mutateValues(source, random), { maxDepth: 5000, useBigInt64: true }),
      );
  }
}

/** Flips bits, overwrites, cuts off, takes out, doubles or moves pieces. */
function mutateBytes(source: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(source);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const at = random.below(Math.max(1, bytes.length));
    const length = 1 + random.below(Math.min(64, Math.max(1, bytes.length - at)));
    const piece = bytes.subarray(at, at + length);
    switch (random.below(6)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        bytes[at] = random.of([0, 0x7f, 0x80, 0xc0, 0xc1, 0xc6, 0xc7, 0xdb, 0xdd, 0xdf, 0xff]);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
        break;
      default:
        bytes.set(piece, random.below(bytes.length - piece.length + 1));
    }
  }
  return bytes;
}

/** Values that a reader may stumble over. */
const HOSTILE: readonly (() => unknown)[] = [
  () => null,
  () => NaN,
  () => -Infinity,
  () => -1,
  () => 0,
  () => 2 ** 31,
  () => 2 ** 53,
  () => -(2 ** 63),
  () => 0.5,
  () => 2n ** 62n,
  () => '',
  () => 'x'.repeat(70_000),
  () => 'constructor',
  () => new Uint8Array(3),
  () => new Date(0),
  () => [],
  () => ({}),
  () => Array.from({ length: 20_000 }, () => 1),
  () => JSON.parse(`{"__proto__":1}`) as unknown,
  () => nested(600, (inner) => [inner]),
  () => nested(1500, (inner) => ({ operation: 'kSUM', first: inner, second: { constant: 1 } })),
];

function nested(depth: number, around: (inner: unknown) => unknown): unknown {
  let value: unknown = { constant: 1 };
  for (let i = 0; i < depth; i += 1) value = around(value);
  return value;
}

function mutateValues({ content, paths }: Original, random: Random): unknown {
  let result = content;
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const path = random.of(paths);
    const elsewhere = valueAt(result, random.of(paths));
    result = changed(result, path, (value) => {
      switch (random.below(5)) {
        case 0:
          return random.of(HOSTILE)();
        case 1:
          return elsewhere;
        case 2:
          return Array.isArray(value)
            ? shuffled(value as unknown[], random)
            : nudged(value, random);
        default:
          return nudged(value, random);
      }
    });
  }
  return result;
}

/** A value of the same kind that is a little different. */
function nudged(value: unknown, random: Random): unknown {
  if (typeof value === 'number') {
    return random.of([value + 1, value - 1, -value, value * 2, value + 256, value * 2 ** 20, 0]);
  }
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string')
    return random.of([`${value} `, value.slice(1), value.toUpperCase()]);
  if (value instanceof Uint8Array) return value.slice(0, random.below(value.length + 1));
  if (Array.isArray(value)) return shuffled(value as unknown[], random);
  if (typeof value !== 'object' || value === null) return random.of(HOSTILE)();
  const entries = Object.entries(value);
  entries.splice(random.below(Math.max(1, entries.length)), 1);
  return Object.fromEntries(entries);
}

function shuffled(items: readonly unknown[], random: Random): unknown[] {
  const copy = [...items];
  const [from, to] = [random.below(copy.length + 1), random.below(copy.length + 1)];
  switch (random.below(3)) {
    case 0:
      copy.splice(from, 1);
      break;
    case 1:
      if (from < copy.length) copy.splice(to, 0, copy[from]);
      break;
    default:
      if (from < copy.length) copy.splice(to, 0, ...copy.splice(from, 1));
  }
  return copy;
}

function valueAt(content: unknown, path: Path): unknown {
  let value = content;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value ?? null;
}

/** A copy in which the value at `path` is another; the same where an earlier change took the place away. */
function changed(content: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(content);
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, key))
    return content;
  const inner = changed((content as Record<string | number, unknown>)[key], rest, change);
  if (Array.isArray(content)) return content.map((item: unknown, i) => (i === key ? inner : item));
  return { ...content, [key]: inner };
}
