import { ApiUsageError } from '../errors';
import type { DataType } from '../runtime/enums';
import { bytesPerElement } from '../runtime/tensor';
import { bfloat16Value, halfValue } from './half-precision';

/**
 * The elements of a linear tensor as numbers; of kBOOL 0 or 1. A float's number is the shortest that means the same float.
 * @throws {ApiUsageError} `OUTPUT_TYPE_UNSUPPORTED` for kFP8, kINT4 and kFP4, as trtexec
 */
export function* tensorValues(bytes: Uint8Array, type: DataType): Generator<number | bigint> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytesPerElement(type);
  const read = readerOf(type, view);
  for (let at = 0; at + size <= bytes.length; at += size) yield read(at);
}

function readerOf(type: DataType, view: DataView): (at: number) => number | bigint {
  switch (type) {
    case 'kFLOAT':
      return (at) => shortest(view.getFloat32(at, true));
    case 'kHALF':
      return (at) => halfValue(view.getUint16(at, true));
    case 'kBF16':
      return (at) => shortest(bfloat16Value(view.getUint16(at, true)));
    case 'kINT8':
      return (at) => view.getInt8(at);
    case 'kINT32':
      return (at) => view.getInt32(at, true);
    case 'kINT64':
      return (at) => view.getBigInt64(at, true);
    case 'kUINT8':
      return (at) => view.getUint8(at);
    case 'kBOOL':
      return (at) => (view.getUint8(at) === 0 ? 0 : 1);
    default:
      throw new ApiUsageError('OUTPUT_TYPE_UNSUPPORTED', `Cannot print a tensor of ${type}`, {
        actual: type,
      });
  }
}

/** The number with the fewest digits that is this float. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value;
}
