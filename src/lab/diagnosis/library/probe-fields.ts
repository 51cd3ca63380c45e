import type { PluginField } from '../../../native';
import type { PluginFieldType } from '../../../runtime/enums';
import type { FieldPlan } from './probe-plan';

/** A `Dims` as PluginFields hold it: nbDims, padding and eight extents of int64. */
const DIMS_BYTES = 72;

/** The fields of a plan, with their bytes. */
export function fieldsOfPlan(plan: readonly FieldPlan[]): PluginField[] {
  return plan.map(({ name, type, length, value }) => ({
    name,
    type,
    length,
    data: bytesOf(type, length, value),
  }));
}

function bytesOf(type: PluginFieldType, length: number, value: number): Uint8Array {
  const filled = (elements: { fill(value: number): ArrayBufferView }): Uint8Array => {
    const { buffer, byteOffset, byteLength } = elements.fill(value);
    return new Uint8Array(buffer, byteOffset, byteLength);
  };
  switch (type) {
    case 'kFLOAT32':
      return filled(new Float32Array(length));
    case 'kFLOAT64':
      return filled(new Float64Array(length));
    case 'kINT8':
      return filled(new Int8Array(length));
    case 'kINT16':
      return filled(new Int16Array(length));
    case 'kINT32':
      return filled(new Int32Array(length));
    case 'kINT64':
      return new Uint8Array(new BigInt64Array(length).fill(BigInt(Math.trunc(value))).buffer);
    case 'kFLOAT16':
      return filledHalves(length, value, 0x3c00);
    case 'kBF16':
      return filledHalves(length, value, 0x3f80);
    case 'kCHAR':
      return new Uint8Array(length).fill('1'.charCodeAt(0));
    case 'kDIMS':
      return new Uint8Array(DIMS_BYTES * length);
    default:
      return new Uint8Array(length);
  }
}

/** 16-bit numbers: 1 where the value is not 0. */
function filledHalves(length: number, value: number, one: number): Uint8Array {
  return new Uint8Array(new Uint16Array(length).fill(value === 0 ? 0 : one).buffer);
}
