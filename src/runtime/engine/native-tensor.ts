import { Tensor } from 'onnxruntime-node';
import type { DataType } from '../enums';
import type { ComputedType } from '../network/operations/types';
import { bytesPerElement, type Dims } from '../tensor';

/** A linear tensor in memory that JavaScript can read. */
export interface HostTensor {
  bytes: Uint8Array;
  type: DataType;
  dims: Dims;
}

type Elements = Float32Array | Uint16Array | Int8Array | Uint8Array | Int32Array | BigInt64Array;
type ElementArray = new (buffer: ArrayBufferLike, offset: number, length: number) => Elements;

/** ONNX Runtime's name of a type, and the class of its elements. kBF16 travels as float. */
const ORT_TYPES: Record<Exclude<ComputedType, 'kBF16'>, [Tensor.Type, ElementArray]> = {
  kFLOAT: ['float32', Float32Array],
  kHALF: ['float16', Uint16Array],
  kINT8: ['int8', Int8Array],
  kUINT8: ['uint8', Uint8Array],
  kINT32: ['int32', Int32Array],
  kINT64: ['int64', BigInt64Array],
  kBOOL: ['bool', Uint8Array],
};

/** The tensor as ONNX Runtime takes it, over the same memory; a copy for kBF16 and where the address is not aligned. */
export function toOrt(tensor: HostTensor): Tensor {
  const { bytes, type, dims } = tensor;
  if (type === 'kBF16') return new Tensor('float32', floatsOfBfloat16(bytes), dims);
  const [ortType, ElementsOf] = ORT_TYPES[type as keyof typeof ORT_TYPES];
  const size = bytesPerElement(type);
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  const elements = new ElementsOf(aligned.buffer, aligned.byteOffset, bytes.byteLength / size);
  return new Tensor(ortType, elements, dims);
}

/**
 * What ONNX Runtime computed, in `target` where there is one.
 * @param fetch What it was given to write into. It returns a copy of that all the same.
 */
export function fromOrt(
  tensor: Tensor,
  type: DataType,
  target: HostTensor | undefined,
  fetch: Tensor | null,
): HostTensor {
  if (target && (fetch?.data as Elements | undefined)?.buffer === target.bytes.buffer)
    return target;
  const data = tensor.data as Elements;
  const computed = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bytes = type === 'kBF16' ? bfloat16OfFloats(data as Float32Array) : computed;
  if (!target) return { bytes, type, dims: [...tensor.dims] };
  target.bytes.set(bytes);
  return target;
}

function floatsOfBfloat16(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(new Uint8Array(bytes).buffer);
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/** The floats are bfloat16 numbers: nothing is rounded. */
function bfloat16OfFloats(floats: Float32Array): Uint8Array {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  return new Uint8Array(Uint16Array.from(bits, (word) => word >>> 16).buffer);
}
