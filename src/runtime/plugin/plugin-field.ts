import type { PluginField } from '../../native';
import { ApiUsageError } from '../../errors';
import { PLUGIN_FIELD_TYPES, type PluginFieldType } from '../enums';

/** Float32 elements, for a field: `float32(1.5)` is four bytes. */
export const float32 = (...values: number[]): Float32Array => Float32Array.from(values);
/** Float64 elements: `float64(1.5)` is eight bytes. */
export const float64 = (...values: number[]): Float64Array => Float64Array.from(values);
export const int8 = (...values: number[]): Int8Array => Int8Array.from(values);
export const int32 = (...values: number[]): Int32Array => Int32Array.from(values);
export const int64 = (...values: (number | bigint)[]): BigInt64Array =>
  BigInt64Array.from(values.map((value) => BigInt(value)));
/** The characters of a string as UTF-8, without a closing NUL. */
export const chars = (text: string): Uint8Array => new TextEncoder().encode(text);

/** An array of numbers whose elements have a size. */
export type FieldData = ArrayBufferView & { readonly length: number };

/**
 * Makes a `PluginField`: a label beside raw bytes. Nothing checks that the label fits the bytes, here as in TensorRT: the creator
 * reads by the label. `length` is the number of elements of `data`, as Python's `trt.PluginField` counts.
 *
 * @param data The elements; the bytes are copied, so that the field owns them.
 * @param type The label.
 * @throws {ApiUsageError} code `FIELD_INVALID` when there is no name, no typed array, or no such type
 * @see NvInferPluginBase.h 10.16, `PluginField`
 * @example
 * ```ts
 * field('scalar', float32(1.5), 'kFLOAT32'); // { name: 'scalar', type: 'kFLOAT32', length: 1, data: 00 00 c0 3f }
 * ```
 */
export function field(name: string, data: FieldData, type: PluginFieldType): PluginField {
  if (typeof name !== 'string' || name === '') {
    throw new ApiUsageError('FIELD_INVALID', 'Cannot make a field: it has no name');
  }
  if (!ArrayBuffer.isView(data) || typeof data.length !== 'number') {
    throw new ApiUsageError(
      'FIELD_INVALID',
      `Cannot make field "${name}": the data is no typed array`,
      {
        expected: 'float32(…), int32(…), chars(…) or another typed array',
        actual: typeof data,
      },
    );
  }
  if (!PLUGIN_FIELD_TYPES.includes(type)) {
    throw new ApiUsageError('FIELD_INVALID', `Cannot make field "${name}": no type has this name`, {
      expected: PLUGIN_FIELD_TYPES.join(', '),
      actual: type,
    });
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  return { name, type, length: data.length, data: bytes };
}
