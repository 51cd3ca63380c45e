/** Tensors as data that goes into a run and comes out of it. */
import { bfloat16Bits, bfloat16Value, halfBits, halfValue } from '../../perf/half-precision';
import { elementsOf } from '../../inference/elements';
import type { DataType } from '../../runtime/enums';
import { volume, type Dims } from '../../runtime/tensor';

/** A linear tensor. */
export interface TensorValue {
  type: DataType;
  dims: Dims;
  /** Its bytes in base64. */
  data: string;
}

/**
 * A tensor of these numbers, in row-major order.
 *
 * @param values As many as the dims ask for; numbers of kHALF and kBF16 are rounded to the nearest.
 * @throws {RangeError} where their number is another
 * @example tensor('kFLOAT', [2, 3], random.numbers(6, -1, 1))
 */
export function tensor(type: DataType, dims: Dims, values: readonly number[]): TensorValue {
  if (values.length !== volume(dims))
    throw new RangeError(
      `Cannot make a tensor of [${dims.join(', ')}]: there are ${values.length} values`,
    );
  return { type, dims: [...dims], data: bytesOf(type, values).toString('base64') };
}

function bytesOf(type: DataType, values: readonly number[]): Buffer {
  const whole = (): Int8Array | Uint8Array =>
    type === 'kINT8' ? Int8Array.from(values) : Uint8Array.from(values);
  const array = ((): ArrayBufferView => {
    switch (type) {
      case 'kFLOAT':
        return Float32Array.from(values);
      case 'kHALF':
        return Uint16Array.from(values, halfBits);
      case 'kBF16':
        return Uint16Array.from(values, bfloat16Bits);
      case 'kINT32':
        return Int32Array.from(values);
      case 'kINT64':
        return BigInt64Array.from(values, (value) => BigInt(value));
      default:
        return whole();
    }
  })();
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** The bytes of a tensor. */
export function bytesIn({ data }: TensorValue): Uint8Array {
  return new Uint8Array(Buffer.from(data, 'base64'));
}

/** The numbers of a tensor, in row-major order; a number more or less than its dims say is possible where a run is forged. */
export function numbersIn(value: TensorValue): number[] {
  const elements = elementsOf(whole(value), value.type);
  if (value.type === 'kHALF') return Array.from(elements as Uint16Array, halfValue);
  if (value.type === 'kBF16') return Array.from(elements as Uint16Array, bfloat16Value);
  return Array.from<number | bigint, number>(elements as ArrayLike<number | bigint>, Number);
}

/** Its bytes without a torn element at the end. */
function whole(value: TensorValue): Uint8Array {
  const bytes = bytesIn(value);
  return bytes.slice(0, bytes.length - (bytes.length % elementBytes(value.type)));
}

export function elementBytes(type: DataType): number {
  return { kFLOAT: 4, kINT32: 4, kINT64: 8, kHALF: 2, kBF16: 2 }[type as string] ?? 1;
}

/** What a number becomes in this type, as a kernel stores it. */
export function stored(type: DataType, value: number): number {
  if (type === 'kHALF') return halfValue(halfBits(value));
  if (type === 'kBF16') return bfloat16Value(bfloat16Bits(value));
  return type === 'kFLOAT' ? Math.fround(value) : value;
}
