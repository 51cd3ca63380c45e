/** Numbers for plugin tests: reproducible input, and the 16-bit format that JavaScript of Node 20 has no array of. */
import * as assert from 'uvu/assert';

/** Numbers from -1 to 1 that are the same in every run. */
export function randomFloats(count: number, seed = 1): Float32Array {
  let state = seed >>> 0 || 1;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** The nearest float16, ties to even, as its bits. Computed from the definition, slowly. */
export function halfBits(value: number): number {
  const sign = Object.is(value, -0) || value < 0 ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude === 0) return sign;
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  const steps = roundToEven(magnitude / 2 ** (exponent - 10)); // of the last digit; 1024 more than the fraction
  const bits = (exponent + 14) * 1024 + steps; // a carry raises the exponent, a subnormal has none
  return sign | Math.min(bits, 0x7c00);
}

export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

export const toHalves = (values: ArrayLike<number>): Uint16Array =>
  Uint16Array.from(values, halfBits);
export const fromHalves = (bytes: Uint8Array): Float64Array =>
  Float64Array.from(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2), halfValue);
export const fromFloats = (bytes: Uint8Array): Float64Array =>
  Float64Array.from(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));

/** The nearest whole number, ties to even. */
export function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/** What rounding to the nearest float16 may change, and nothing more: half a unit in the last of 11 digits. */
export const halfRounding = (value: number): number =>
  Math.max(Math.abs(value) * 2 ** -11, 2 ** -25);

/** Every element is within `tolerance(expected)` of what is expected. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: (expected: number) => number,
  what: string,
): void {
  assert.is(actual.length, expected.length, `${what}: number of elements`);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i] ?? NaN, expected[i] ?? NaN];
    if (!(Math.abs(a - e) <= tolerance(e))) {
      assert.unreachable(`${what}: element ${i} is ${a}, expected ${e} ± ${tolerance(e)}`);
    }
  }
}
