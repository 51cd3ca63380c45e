import type { PluginTensorDesc } from '../native';
import { ApiUsageError } from '../errors';
import { DATA_TYPES, type DataType, type TensorFormat } from './enums';

/** Extents, outermost first; -1 is not known yet. At most 8, as in TensorRT (`Dims::MAX_DIMS`). */
export type Dims = number[];

/** Where a tensor's elements are grouped: `vector` elements of axis `axis` (counted from the end) stand together. */
const VECTORISED: Partial<Record<TensorFormat, { axis: number; vector: number }>> = {
  kCHW2: { axis: 3, vector: 2 },
  kHWC8: { axis: 3, vector: 8 },
  kCHW4: { axis: 3, vector: 4 },
  kCHW16: { axis: 3, vector: 16 },
  kCHW32: { axis: 3, vector: 32 },
  kDHWC8: { axis: 4, vector: 8 },
  kCDHW32: { axis: 4, vector: 32 },
  kHWC16: { axis: 3, vector: 16 },
};

/** Bytes of one element; kINT4 and kFP4 take half a byte. */
export function bytesPerElement(type: DataType): number {
  switch (type) {
    case 'kINT64':
      return 8;
    case 'kFLOAT':
    case 'kINT32':
      return 4;
    case 'kHALF':
    case 'kBF16':
      return 2;
    case 'kINT4':
    case 'kFP4':
      return 0.5;
    default:
      return 1;
  }
}

/** Number of elements; 1 for a scalar, 0 when an extent is 0. Not defined while an extent is -1. */
export function volume(dims: Dims): number {
  return dims.reduce((product, extent) => product * extent, 1);
}

/** Bytes that a tensor takes in memory, the padding of vectorised formats included. Unknown extents are an error. */
export function byteSize(desc: PluginTensorDesc): number {
  if (desc.dims.some((extent) => extent < 0)) {
    throw new ApiUsageError(
      'SHAPE_UNKNOWN',
      `Cannot size a tensor: ${printDims(desc.dims)} holds an unknown extent`,
    );
  }
  const dims = [...desc.dims];
  const grouped = VECTORISED[desc.format];
  if (grouped && dims.length >= grouped.axis) {
    const axis = dims.length - grouped.axis;
    const extent = dims[axis] ?? 0;
    dims[axis] = Math.ceil(extent / grouped.vector) * grouped.vector;
  }
  return Math.ceil(volume(dims) * bytesPerElement(desc.type));
}

export function sameDims(a: Dims, b: Dims): boolean {
  return a.length === b.length && a.every((extent, i) => extent === b[i]);
}

/** `[3,8,8]`. */
export function printDims(dims: Dims): string {
  return `[${dims.join(',')}]`;
}

/** Checks extents that a caller passes: at most 8 whole numbers, at least `least`. */
export function checkDims(dims: Dims, least: number, what: string): void {
  const whole = (extent: number) => Number.isInteger(extent) && extent >= least && extent < 2 ** 31;
  if (!Array.isArray(dims) || dims.length > 8 || !dims.every(whole)) {
    throw new ApiUsageError('DIMS_INVALID', `Cannot ${what}: the dims are not valid`, {
      expected: `at most 8 whole numbers, each ${least} or more`,
      actual: dims,
    });
  }
}

/** Checks the name of a data type that a caller passes. */
export function checkDataType(type: string, what: string): asserts type is DataType {
  if (!(DATA_TYPES as readonly string[]).includes(type)) {
    throw new ApiUsageError('DATA_TYPE_UNKNOWN', `Cannot ${what}: no data type has this name`, {
      expected: DATA_TYPES.join(', '),
      actual: type,
    });
  }
}
