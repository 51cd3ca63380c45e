import type { DataType, TensorFormat } from '../enums';
import type { Dims } from '../tensor';

/** What a tensor may be at one position of a layer. */
export interface TypeAndFormat {
  type: DataType;
  format: TensorFormat;
}

/** Flags of the builder that decide which types are tried. */
export interface TypeFlags {
  stronglyTyped: boolean;
  fp16: boolean;
  bf16: boolean;
  /** kINT8 needs scales: tensors are kINT8 where the network quantizes them. */
  int8: boolean;
}

interface Offer extends TypeAndFormat {
  /** The least rank that has the format. */
  leastRank: number;
}

const offer = (type: DataType, format: TensorFormat, leastRank: number): Offer => ({
  type,
  format,
  leastRank,
});

/**
 * The order in which TensorRT 10.6 offers types and formats to a plugin (recordings/walk-fp16-r4.jsonl for kFLOAT and kHALF,
 * type-kBF16-strong for kBF16, type-kINT8-strong for kINT8). Where kBF16 and kINT8 stand among the others was not recorded.
 */
const WALK: readonly Offer[] = [
  offer('kFLOAT', 'kLINEAR', 0),
  offer('kHALF', 'kLINEAR', 0),
  offer('kBF16', 'kLINEAR', 0),
  offer('kHALF', 'kCHW2', 3),
  offer('kHALF', 'kHWC8', 3),
  offer('kBF16', 'kHWC8', 3),
  offer('kINT8', 'kCHW4', 3),
  offer('kINT8', 'kCHW32', 3),
  offer('kFLOAT', 'kCHW32', 3),
  offer('kHALF', 'kCHW4', 3),
  offer('kBF16', 'kCHW4', 3),
  offer('kHALF', 'kDHWC8', 4),
  offer('kBF16', 'kDHWC8', 4),
  offer('kFLOAT', 'kHWC', 3),
  offer('kHALF', 'kHWC16', 3),
  offer('kBF16', 'kCHW2', 3),
  offer('kINT8', 'kLINEAR', 0),
  offer('kINT8', 'kCDHW32', 4),
  offer('kFLOAT', 'kDHWC', 4),
];

/** Types that the walk knows; the others are offered linear only, as they are. */
const FLOATING: readonly DataType[] = ['kFLOAT', 'kHALF', 'kBF16', 'kFP8'];

/**
 * Types and formats to offer for a tensor, in order. Strongly typed, a tensor keeps its type. Weakly typed, a floating-point tensor may
 * be kFLOAT, and what the flags add, whatever the network calls it (recordings/walk-half-fp32.jsonl); an output of kINT4 too
 * (type-kINT4.jsonl).
 */
export function candidates(
  ownType: DataType,
  side: 'input' | 'output',
  dims: Dims,
  flags: TypeFlags,
): TypeAndFormat[] {
  const types = offeredTypes(ownType, side, flags);
  const offered = WALK.filter(
    ({ type, leastRank }) => types.includes(type) && dims.length >= leastRank,
  );
  return offered.length
    ? offered.map(({ type, format }) => ({ type, format }))
    : [{ type: ownType, format: 'kLINEAR' }];
}

function offeredTypes(ownType: DataType, side: 'input' | 'output', flags: TypeFlags): DataType[] {
  if (flags.stronglyTyped) return [ownType];
  if (!FLOATING.includes(ownType) && !(ownType === 'kINT4' && side === 'output')) return [ownType];
  const types: DataType[] = ['kFLOAT'];
  if (flags.fp16) types.push('kHALF');
  if (flags.bf16) types.push('kBF16');
  return types;
}

/**
 * The order in which accepted combinations are timed: by the first position, then the next; a position by type, then by how many
 * elements stand together (recordings/order-two.jsonl, walk-fp16-r4.jsonl, type-kINT8-strong.jsonl).
 */
const TIMING_ORDER: readonly TensorFormat[] = [
  'kLINEAR',
  'kHWC',
  'kDHWC',
  'kCHW2',
  'kCHW4',
  'kHWC8',
  'kHWC16',
  'kDHWC8',
  'kCHW16',
  'kCHW32',
  'kCDHW32',
];
const TYPE_ORDER: readonly DataType[] = ['kFLOAT', 'kHALF', 'kBF16', 'kINT8'];

/** Combinations in the order in which they are timed. */
export function inTimingOrder(combinations: readonly TypeAndFormat[][]): TypeAndFormat[][] {
  const rank = ({ type, format }: TypeAndFormat) =>
    TYPE_ORDER.indexOf(type) * TIMING_ORDER.length + TIMING_ORDER.indexOf(format);
  return [...combinations].sort((a, b) => {
    for (const [i, choice] of a.entries()) {
      const difference = rank(choice) - rank(b[i] as TypeAndFormat);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** `kFLOAT:kLINEAR`. */
export function printFormat({ type, format }: TypeAndFormat): string {
  return `${type}:${format}`;
}

export function sameFormat(a: TypeAndFormat, b: TypeAndFormat): boolean {
  return a.type === b.type && a.format === b.format;
}
