import type { DataType } from '../../enums';
import { bytesPerElement } from '../../tensor';
import { refuseCall } from './refusal';
import { isComputed } from './types';

/**
 * `nvinfer1::Weights`: a typed array, whose class says the type (Uint16Array is kHALF), or the type beside the array for kBF16 and
 * kBOOL. The elements are not copied: they must stay as they are until the network is built.
 */
export type Weights = WeightValues | TypedWeights;
export type WeightValues =
  | Float32Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Int32Array
  | BigInt64Array;
export interface TypedWeights {
  type: DataType;
  values: ArrayBufferView;
}

/** Whether a value is weights, not a tensor of the network. */
export function isWeights(value: unknown): value is Weights {
  return (
    ArrayBuffer.isView(value) || ArrayBuffer.isView((value as Partial<TypedWeights> | null)?.values)
  );
}

/** The type that goes without saying, by the class of the array. */
function typeOfArray(array: ArrayBufferView): DataType | null {
  if (array instanceof Float32Array) return 'kFLOAT';
  if (array instanceof Uint16Array) return 'kHALF';
  if (array instanceof Int8Array) return 'kINT8';
  if (array instanceof Uint8Array) return 'kUINT8';
  if (array instanceof Int32Array) return 'kINT32';
  return array instanceof BigInt64Array ? 'kINT64' : null;
}

/** @throws {ApiUsageError} `OPERATION_INVALID` where they are no weights */
export function typedWeights(
  weights: Weights,
  method: string,
): { type: DataType; bytes: Uint8Array; count: number } {
  // JavaScript may pass anything.
  const given = weights as Partial<TypedWeights> | ArrayBufferView | null;
  const view = ArrayBuffer.isView(given) ? given : given?.values;
  const type = ArrayBuffer.isView(given) ? typeOfArray(given) : given?.type;
  if (!ArrayBuffer.isView(view) || !type || !isComputed(type)) {
    refuseCall(method, 'the weights are not valid', {
      expected: 'a typed array, or { type, values }',
      actual: type ?? Object.prototype.toString.call(weights),
    });
  }
  const size = bytesPerElement(type);
  if (view.byteLength % size !== 0) {
    refuseCall(method, `the weights are no whole number of ${type} elements`, {
      expected: `a multiple of ${size} bytes`,
      actual: view.byteLength,
    });
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return { type, bytes, count: view.byteLength / size };
}
