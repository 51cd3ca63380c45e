import type { OnnxType } from '../../../onnx/model';
import type { DataType } from '../../enums';

/** Types that native layers compute; kFP8, kINT4 and kFP4 are not among them, because ONNX Runtime has no CPU kernels for them. */
export const COMPUTED = [
  'kFLOAT',
  'kHALF',
  'kBF16',
  'kINT8',
  'kUINT8',
  'kINT32',
  'kINT64',
  'kBOOL',
] as const satisfies readonly DataType[];
export type ComputedType = (typeof COMPUTED)[number];

export const FLOATING: readonly DataType[] = ['kFLOAT', 'kHALF', 'kBF16'];
/** Types of shape tensors and indices. */
export const INDICES: readonly DataType[] = ['kINT32', 'kINT64'];
export const NUMBERS: readonly DataType[] = [...FLOATING, 'kINT8', 'kUINT8', ...INDICES];

const ONNX: Record<ComputedType, OnnxType> = {
  kFLOAT: 'float',
  kHALF: 'float16',
  kBF16: 'bfloat16',
  kINT8: 'int8',
  kUINT8: 'uint8',
  kINT32: 'int32',
  kINT64: 'int64',
  kBOOL: 'bool',
};

export function isComputed(type: DataType): type is ComputedType {
  return (COMPUTED as readonly DataType[]).includes(type);
}

/** ONNX's name of a type; layers have checked that it is one that they compute. */
export function onnxTypeOf(type: DataType): OnnxType {
  if (isComputed(type)) return ONNX[type];
  throw new TypeError(`Cannot compute ${type}: ONNX Runtime has no such tensors here`);
}

/** The type in which floating-point kernels compute: ONNX Runtime's CPU kernels do not know bfloat16. */
export function floatingKernelType(type: DataType): DataType {
  return type === 'kBF16' ? 'kFLOAT' : type;
}

/** The type in which arithmetic kernels compute: small whole numbers as kINT32. */
export function arithmeticKernelType(type: DataType): DataType {
  return type === 'kINT8' || type === 'kUINT8' || type === 'kBOOL'
    ? 'kINT32'
    : floatingKernelType(type);
}
