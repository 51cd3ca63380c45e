/** `TensorProto.DataType` by name; the position is ONNX's number (ONNX 1.19). */
export const ELEMENT_TYPES = [
  'undefined',
  'float',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'double',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
  'float8e8m0',
] as const;

/** Bits of an element; 0 where it has no fixed size. */
export function elementBits(type: (typeof ELEMENT_TYPES)[number]): number {
  switch (type) {
    case 'undefined':
    case 'string':
      return 0;
    case 'uint4':
    case 'int4':
    case 'float4e2m1':
      return 4;
    case 'uint16':
    case 'int16':
    case 'float16':
    case 'bfloat16':
      return 16;
    case 'float':
    case 'int32':
    case 'uint32':
      return 32;
    case 'int64':
    case 'double':
    case 'uint64':
    case 'complex64':
      return 64;
    case 'complex128':
      return 128;
    default:
      return 8;
  }
}
