import type { NativeDimensionExpr } from '../../../native';
import type { DataType } from '../../enums';
import { OnnxWriter } from './onnx-writer';
import type { Operation } from './operation';
import { checkInputCount, checkName, checkType } from './refusal';
import { ShapeArithmetic } from './shape-arithmetic';
import { floatingKernelType, FLOATING } from './types';

/** `nvinfer1::UnaryOperation`; the position is TensorRT's number (NvInfer.h 10.16). */
export const UNARY_OPERATIONS = [
  'kEXP',
  'kLOG',
  'kSQRT',
  'kRECIP',
  'kABS',
  'kNEG',
  'kSIN',
  'kCOS',
  'kTAN',
  'kSINH',
  'kCOSH',
  'kASIN',
  'kACOS',
  'kATAN',
  'kASINH',
  'kACOSH',
  'kATANH',
  'kCEIL',
  'kFLOOR',
  'kERF',
  'kNOT',
  'kSIGN',
  'kROUND',
  'kISINF',
  'kISNAN',
] as const;
export type UnaryOperation = (typeof UNARY_OPERATIONS)[number];

const OPERATORS: Record<UnaryOperation, string> = {
  kEXP: 'Exp',
  kLOG: 'Log',
  kSQRT: 'Sqrt',
  kRECIP: 'Reciprocal',
  kABS: 'Abs',
  kNEG: 'Neg',
  kSIN: 'Sin',
  kCOS: 'Cos',
  kTAN: 'Tan',
  kSINH: 'Sinh',
  kCOSH: 'Cosh',
  kASIN: 'Asin',
  kACOS: 'Acos',
  kATAN: 'Atan',
  kASINH: 'Asinh',
  kACOSH: 'Acosh',
  kATANH: 'Atanh',
  kCEIL: 'Ceil',
  kFLOOR: 'Floor',
  kERF: 'Erf',
  kNOT: 'Not',
  kSIGN: 'Sign',
  kROUND: 'Round',
  kISINF: 'IsInf',
  kISNAN: 'IsNaN',
};

/** Operations that take whole numbers too; kNEG of a shape tensor is used in shape arithmetic. */
const OF_WHOLE_NUMBERS: readonly UnaryOperation[] = ['kABS', 'kNEG', 'kSIGN'];

/** `IUnaryLayer`: a function of every element. */
export function unary(operation: UnaryOperation): Operation {
  checkName('addUnary', 'UnaryOperation', UNARY_OPERATIONS, operation);
  const asks = operation === 'kISINF' || operation === 'kISNAN';
  return {
    type: 'kUNARY',
    nbOutputs: 1,
    attributes: { operation },
    shapeInputs: [],
    outputTypes(layer, [input, ...more]) {
      checkInputCount(layer, 1 + more.length, 1);
      checkType(layer, 0, input, allowedTypes(operation));
      return [asks ? 'kBOOL' : (input ?? 'kFLOAT')];
    },
    outputs(layer, [input], builder) {
      const arithmetic = new ShapeArithmetic(builder, layer);
      const values = input?.values?.map((value) => valueOf(operation, value, arithmetic));
      const all = values?.every((value) => value !== null) ? values : undefined;
      return [{ shape: input?.shape ?? [], values: all ?? null }];
    },
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      const kernel = floatingKernelType(input.type);
      const x = writer.cast(input.name, input.type, kernel);
      writer.output(OPERATORS[operation], [x], {}, output, asks ? 'kBOOL' : kernel);
      return writer.finish();
    },
  };
}

/** @see NvInfer.h 10.16, `UnaryOperation` */
function allowedTypes(operation: UnaryOperation): readonly DataType[] {
  if (operation === 'kNOT') return ['kBOOL'];
  return OF_WHOLE_NUMBERS.includes(operation)
    ? [...FLOATING, 'kINT8', 'kINT32', 'kINT64']
    : FLOATING;
}

/** One element; elements that are followed are whole numbers. */
function valueOf(
  operation: UnaryOperation,
  value: NativeDimensionExpr,
  arithmetic: ShapeArithmetic,
): NativeDimensionExpr | null {
  const zero = arithmetic.constant(0);
  const negated = () => arithmetic.difference(zero, value);
  switch (operation) {
    case 'kABS':
      return arithmetic.max(value, negated());
    case 'kNEG':
      return negated();
    case 'kSIGN':
      return arithmetic.difference(arithmetic.less(zero, value), arithmetic.less(value, zero));
    case 'kCEIL':
    case 'kFLOOR':
    case 'kROUND':
      return value;
    case 'kNOT':
      return arithmetic.not(value);
    default:
      return null;
  }
}
