/** What a reformat layer must write: element by element, from the words of NvInferRuntimeBase.h about TensorFormat. */
import type { PluginTensorDesc } from '../../src/native';
import type { DataType, TensorFormat } from '../../src/runtime/enums';

/** Channel axis counted from the end, channels that stand together, and whether a point's channels do (HWC). */
const GROUPED: Partial<Record<TensorFormat, [axis: number, vector: number, minor: boolean]>> = {
  kCHW2: [3, 2, false],
  kHWC8: [3, 8, true],
  kCHW4: [3, 4, false],
  kCHW16: [3, 16, false],
  kCHW32: [3, 32, false],
  kDHWC8: [4, 8, true],
  kCDHW32: [4, 32, false],
  kHWC: [3, 1, true],
  kHWC16: [3, 16, true],
  kDHWC: [4, 1, true],
};

/** Index of the element at `at`, in elements. */
export function indexOf(format: TensorFormat, dims: number[], at: number[]): number {
  const grouped = GROUPED[format];
  if (!grouped || dims.length < grouped[0]) {
    return at.reduce((index, i, axis) => index * (dims[axis] ?? 0) + i, 0);
  }
  const [fromEnd, vector, minor] = grouped;
  const axis = dims.length - fromEnd;
  const blocks = Math.ceil((dims[axis] ?? 0) / vector);
  const channel = at[axis] ?? 0;
  const block = Math.floor(channel / vector);
  const lane = channel % vector;
  const outer: [number, number][] = at.slice(0, axis).map((i, n) => [i, dims[n] ?? 0]);
  const inner: [number, number][] = at.slice(axis + 1).map((i, n) => [i, dims[axis + 1 + n] ?? 0]);
  const order: [number, number][] = minor
    ? [...outer, ...inner, [block, blocks], [lane, vector]]
    : [...outer, [block, blocks], ...inner, [lane, vector]];
  return order.reduce((index, [i, extent]) => index * extent + i, 0);
}

/** Every position of a shape. */
export function* positions(dims: number[]): Generator<number[]> {
  const count = dims.reduce((product, extent) => product * extent, 1);
  for (let n = 0; n < count; n += 1) {
    let rest = n;
    yield [...dims]
      .reverse()
      .map((extent) => {
        const i = rest % extent;
        rest = Math.floor(rest / extent);
        return i;
      })
      .reverse();
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/** A float as the nearest one with `fraction` bits of fraction, ties to even; `least` is the smallest normal exponent. */
function roundTo(x: number, fraction: number, least: number, most: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), least);
  const unit = 2 ** (exponent - fraction);
  const rounded = Math.sign(x) * roundHalfEven(Math.abs(x) / unit) * unit;
  return Math.abs(rounded) > most ? Math.sign(x) * Infinity : rounded;
}

export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

const clamp = (x: number, least: number, most: number) => Math.min(Math.max(x, least), most);

type Value = number | bigint;

/** Reads one element, as what it means. */
export function load(view: DataView, type: DataType, index: number, scale: number): Value {
  switch (type) {
    case 'kFLOAT':
      return view.getFloat32(index * 4, true);
    case 'kHALF': {
      const bits = view.getUint16(index * 2, true);
      const exponent = (bits >> 10) & 31;
      const fraction = bits & 1023;
      const sign = bits >> 15 ? -1 : 1;
      if (exponent === 31) return fraction ? NaN : sign * Infinity;
      return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
    }
    case 'kBF16':
      scratch.setUint32(0, view.getUint16(index * 2, true) * 65536);
      return scratch.getFloat32(0);
    case 'kINT8':
      return Math.fround(view.getInt8(index) * Math.fround(scale));
    case 'kINT32':
      return view.getInt32(index * 4, true);
    case 'kINT64':
      return view.getBigInt64(index * 8, true);
    case 'kBOOL':
      return view.getUint8(index) === 0 ? 0 : 1;
    default:
      return view.getUint8(index);
  }
}

/** Writes one element. */
export function store(
  view: DataView,
  type: DataType,
  index: number,
  value: Value,
  scale: number,
): void {
  const number = Number(value);
  const toZero = Number.isNaN(number) ? 0 : Math.trunc(number);
  switch (type) {
    case 'kFLOAT':
      return view.setFloat32(index * 4, number, true);
    case 'kHALF': {
      const half = roundTo(Math.fround(number), 10, -14, 65504);
      return view.setUint16(index * 2, halfBits(half), true);
    }
    case 'kBF16': {
      const most = (2 - 2 ** -7) * 2 ** 127;
      const rounded = roundTo(Math.fround(number), 7, -126, most);
      scratch.setFloat32(0, rounded);
      return view.setUint16(index * 2, Number.isNaN(number) ? 0x7fff : scratch.getUint16(0), true);
    }
    case 'kINT8': {
      const q = roundHalfEven(Math.fround(Math.fround(number) / Math.fround(scale)));
      return view.setInt8(index, Number.isNaN(q) ? 0 : clamp(q, -128, 127));
    }
    case 'kINT32':
      return view.setInt32(index * 4, clamp(toZero, -(2 ** 31), 2 ** 31 - 1), true);
    case 'kINT64': {
      const whole = typeof value === 'bigint' ? value : BigInt(clamp(toZero, -(2 ** 63), 2 ** 63));
      const most = 2n ** 63n - 1n;
      return view.setBigInt64(index * 8, whole > most ? most : whole, true);
    }
    case 'kBOOL':
      return view.setUint8(index, number === 0 ? 0 : 1);
    default:
      return view.setUint8(index, clamp(toZero, 0, 255));
  }
}

function halfBits(half: number): number {
  if (Number.isNaN(half)) return 0x7e00;
  const sign = half < 0 || Object.is(half, -0) ? 0x8000 : 0;
  const x = Math.abs(half);
  if (x === Infinity) return sign | 0x7c00;
  if (x < 2 ** -14) return sign | (x * 2 ** 24);
  const exponent = Math.floor(Math.log2(x));
  return sign | ((exponent + 15) << 10) | ((x / 2 ** exponent - 1) * 1024);
}

/** The bytes that the layer must write, padding as zeros. @param size Bytes of the output */
export function reference(
  from: PluginTensorDesc,
  to: PluginTensorDesc,
  input: Uint8Array,
  size: number,
): Uint8Array {
  const output = new Uint8Array(size);
  const source = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const target = new DataView(output.buffer);
  for (const at of positions(from.dims)) {
    const value = load(source, from.type, indexOf(from.format, from.dims, at), from.scale ?? 1);
    store(target, to.type, indexOf(to.format, to.dims, at), value, to.scale ?? 1);
  }
  return output;
}
