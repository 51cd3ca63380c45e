/** Half precision and bfloat16 numbers as bits, rounded to the nearest and ties to even. */

const word = new DataView(new ArrayBuffer(4));

function bitsOfFloat(value: number): number {
  word.setFloat32(0, value);
  return word.getUint32(0);
}

/** IEEE binary16. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Below 2^-14 the numbers are evenly spaced.
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  const steps = roundTiesToEven((size / 2 ** exponent) * 1024);
  return sign | (steps + (exponent + 14) * 1024);
}

export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

export function bfloat16Bits(value: number): number {
  const bits = bitsOfFloat(value);
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

export function bfloat16Value(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

function roundTiesToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
