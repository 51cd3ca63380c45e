import type { DataType } from '../../runtime/enums';
import type { TypedWeights } from '../../runtime/network/operations/weights';
import type { DecodedTensor, ElementType } from '../decoded';

const TYPES: Partial<Record<ElementType, DataType>> = {
  float: 'kFLOAT',
  float16: 'kHALF',
  bfloat16: 'kBF16',
  int8: 'kINT8',
  uint8: 'kUINT8',
  int32: 'kINT32',
  int64: 'kINT64',
  bool: 'kBOOL',
};

/** TensorRT's name of an ONNX type; null where native layers have no such tensors. */
export function dataTypeOf(type: ElementType): DataType | null {
  return TYPES[type] ?? null;
}

/** A constant as weights; doubles become floats, those out of range the largest, and uint8 becomes int32, as in TensorRT's parser. null where no such tensors exist. */
export function weightsOf({ type, data }: DecodedTensor): TypedWeights | null {
  if (type === 'uint8') return { type: 'kINT32', values: Int32Array.from(data) };
  if (type === 'double') {
    const values = Float32Array.from(new Float64Array(data.slice().buffer), nearestFloat);
    return { type: 'kFLOAT', values };
  }
  const dataType = dataTypeOf(type);
  return dataType && { type: dataType, values: data };
}

const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** Infinities are out of range too. */
function nearestFloat(value: number): number {
  return Math.max(-LARGEST_FLOAT, Math.min(LARGEST_FLOAT, value));
}

/** The elements as numbers; null where the type is none that parameters have. */
export function numbersOf({ type, data }: DecodedTensor): number[] | null {
  const { buffer } = data.slice();
  switch (type) {
    case 'int64':
      return Array.from(new BigInt64Array(buffer), Number);
    case 'int32':
      return Array.from(new Int32Array(buffer));
    case 'float':
      return Array.from(new Float32Array(buffer));
    case 'double':
      return Array.from(new Float64Array(buffer));
    case 'int8':
      return Array.from(new Int8Array(buffer));
    case 'uint8':
    case 'bool':
      return Array.from(new Uint8Array(buffer));
    case 'float16':
      return Array.from(new Uint16Array(buffer), halfToNumber);
    default:
      return null;
  }
}

function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >>> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
