import type { DataType } from '../runtime/enums';

/** Elements of a linear tensor; of kHALF and kBF16 the bits, of types below a byte the bytes. */
export type Elements =
  | Float32Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Int32Array
  | BigInt64Array;

/** The bytes of a tensor as the array of its type. @param bytes A multiple of the type's size, at the start of their buffer. */
export function elementsOf(bytes: Uint8Array, type: DataType): Elements {
  const { buffer } = bytes.byteOffset === 0 ? bytes : bytes.slice();
  switch (type) {
    case 'kFLOAT':
      return new Float32Array(buffer);
    case 'kHALF':
    case 'kBF16':
      return new Uint16Array(buffer);
    case 'kINT8':
      return new Int8Array(buffer);
    case 'kINT32':
      return new Int32Array(buffer);
    case 'kINT64':
      return new BigInt64Array(buffer);
    default:
      return new Uint8Array(buffer);
  }
}
