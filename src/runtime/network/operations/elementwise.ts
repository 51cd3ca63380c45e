import type { Exprs, NativeDimensionExpr } from '../../../native';
import type { DataType } from '../../enums';
import { broadcastShapes } from './broadcast';
import { OnnxWriter, type Edge } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkName, checkType, refuse } from './refusal';
import { isNonNegative, isNumber, knownNumbers, ShapeArithmetic } from './shape-arithmetic';
import { arithmeticKernelType, COMPUTED, FLOATING, INDICES, NUMBERS } from './types';
import { elementAt, known, mapElements, MOST_VALUES } from './values';
import { volume } from '../../tensor';

/** `nvinfer1::ElementWiseOperation`; the position is TensorRT's number (NvInfer.h 10.16). */
export const ELEMENT_WISE_OPERATIONS = [
  'kSUM',
  'kPROD',
  'kMAX',
  'kMIN',
  'kSUB',
  'kDIV',
  'kPOW',
  'kFLOOR_DIV',
  'kAND',
  'kOR',
  'kXOR',
  'kEQUAL',
  'kGREATER',
  'kLESS',
] as const;
export type ElementWiseOperation = (typeof ELEMENT_WISE_OPERATIONS)[number];

const LOGICAL: readonly string[] = ['kAND', 'kOR', 'kXOR'];
const COMPARING: readonly string[] = ['kEQUAL', 'kGREATER', 'kLESS'];

const OPERATORS: Record<ElementWiseOperation, string> = {
  kSUM: 'Add',
  kPROD: 'Mul',
  kMAX: 'Max',
  kMIN: 'Min',
  kSUB: 'Sub',
  kDIV: 'Div',
  kPOW: 'Pow',
  kFLOOR_DIV: 'Div',
  kAND: 'And',
  kOR: 'Or',
  kXOR: 'Xor',
  kEQUAL: 'Equal',
  kGREATER: 'Greater',
  kLESS: 'Less',
};

/** `IElementWiseLayer`: two inputs of the same rank, broadcast along axes of extent 1. */
export function elementWise(operation: ElementWiseOperation): Operation {
  checkName('addElementWise', 'ElementWiseOperation', ELEMENT_WISE_OPERATIONS, operation);
  return {
    type: 'kELEMENTWISE',
    nbOutputs: 1,
    attributes: { operation },
    shapeInputs: [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, 2);
      let allowed = NUMBERS;
      if (LOGICAL.includes(operation)) allowed = ['kBOOL'];
      else if (operation === 'kEQUAL') allowed = COMPUTED;
      types.forEach((type, index) => checkType(layer, index, type, allowed));
      const type = commonType(layer, types);
      return [COMPARING.includes(operation) ? 'kBOOL' : type];
    },
    outputs(layer, inputs, builder) {
      const arithmetic = new ShapeArithmetic(builder, layer);
      const shape = broadcastShapes(layer, inputs, arithmetic);
      return [{ shape, values: valuesOf(operation, inputs, shape, arithmetic) }];
    },
    toOnnx(layer, inputs, [output]) {
      const writer = new OnnxWriter(layer);
      const type = commonType(
        layer,
        inputs.map((input) => input.type),
      );
      if (output) write(writer, operation, type, inputs, output);
      return writer.finish();
    },
  };
}

/** Inputs have the same type, or are kFLOAT and kHALF. @see NvInfer.h 10.16, `addElementWise` */
export function commonType(layer: string, types: readonly DataType[]): DataType {
  const [first = 'kFLOAT'] = types;
  if (types.every((type) => type === first)) return first;
  if (types.every((type) => type === 'kFLOAT' || type === 'kHALF')) return 'kFLOAT';
  return refuse(layer, 'its inputs have different types', {
    expected: 'the same type, or kFLOAT and kHALF',
    actual: types.join(' and '),
  });
}

function write(
  writer: OnnxWriter,
  operation: ElementWiseOperation,
  type: DataType,
  inputs: readonly Edge[],
  output: Edge,
): void {
  const comparing = COMPARING.includes(operation);
  const logical = LOGICAL.includes(operation) || (type === 'kBOOL' && operation === 'kEQUAL');
  const kernel = logical ? type : arithmeticKernelType(type);
  const [a = '', b = ''] = inputs.map((input) => writer.cast(input.name, input.type, kernel));
  const computed = comparing ? 'kBOOL' : kernel;
  const divides = operation === 'kDIV' || operation === 'kFLOOR_DIV';
  if (divides && !FLOATING.includes(type)) {
    writeWholeQuotient(writer, operation, kernel, a, b, output);
  } else if (operation === 'kFLOOR_DIV') {
    writer.output('Floor', [writer.node('Div', [a, b])], {}, output, computed);
  } else {
    writer.output(OPERATORS[operation], [a, b], {}, output, computed);
  }
}

/**
 * Whole numbers divided. By -1 they are negated, because the least number divided by -1 is too large, and the processor's division
 * ends the process (seen with onnxruntime-node 1.30: SIGFPE). A division by 0 is an error of ONNX Runtime.
 */
function writeWholeQuotient(
  writer: OnnxWriter,
  operation: 'kDIV' | 'kFLOOR_DIV',
  kernel: DataType,
  a: string,
  b: string,
  output: Edge,
): void {
  const negates = writer.node('Equal', [b, writer.scalar(-1, kernel)]);
  const divisor = writer.node('Where', [negates, writer.scalar(1, kernel), b]);
  // ONNX's Mod has the sign of the divisor, so that a - mod(a, b) is the next multiple of b below.
  const multiple = () => writer.node('Sub', [a, writer.node('Mod', [a, divisor])]);
  const quotient = writer.node('Div', [operation === 'kFLOOR_DIV' ? multiple() : a, divisor]);
  writer.output('Where', [negates, writer.node('Neg', [a]), quotient], {}, output, kernel);
}

function valuesOf(
  operation: ElementWiseOperation,
  [a, b]: readonly SymbolicTensor[],
  shape: Exprs,
  arithmetic: ShapeArithmetic,
): Exprs | null {
  const [first, second, dims] = [known(a), known(b), knownNumbers(shape)];
  if (!first || !second || !dims || volume(dims) > MOST_VALUES) return null;
  const whole = INDICES.includes(a?.type ?? 'kFLOAT');
  const values = mapElements(dims, (index) =>
    valueOf(operation, elementAt(first, index), elementAt(second, index), whole, arithmetic),
  );
  return values.every((value) => value !== null) ? (values as Exprs) : null;
}

/** One element; null where it is no expression of dimension operations. */
function valueOf(
  operation: ElementWiseOperation,
  a: NativeDimensionExpr,
  b: NativeDimensionExpr,
  whole: boolean,
  arithmetic: ShapeArithmetic,
): NativeDimensionExpr | null {
  switch (operation) {
    case 'kSUM':
      return arithmetic.sum(a, b);
    case 'kPROD':
    case 'kAND':
      return arithmetic.product(a, b);
    case 'kMAX':
    case 'kOR':
      return arithmetic.max(a, b);
    case 'kMIN':
      return arithmetic.min(a, b);
    case 'kSUB':
      return arithmetic.difference(a, b);
    case 'kXOR':
      return arithmetic.not(arithmetic.equal(a, b));
    case 'kEQUAL':
      return arithmetic.equal(a, b);
    case 'kLESS':
      return arithmetic.less(a, b);
    case 'kGREATER':
      return arithmetic.less(b, a);
    case 'kFLOOR_DIV':
      return isNumber(b, 0) ? null : arithmetic.floorDivision(a, b);
    case 'kDIV':
      return whole ? truncatedQuotient(a, b, arithmetic) : null;
    case 'kPOW':
      return power(a, b, arithmetic);
  }
}

/** Whole numbers are divided towards 0. */
function truncatedQuotient(
  a: NativeDimensionExpr,
  b: NativeDimensionExpr,
  arithmetic: ShapeArithmetic,
): NativeDimensionExpr | null {
  if (isNumber(b, 0)) return null;
  if (a.isConstant() && b.isConstant()) {
    return arithmetic.constant(Math.trunc(a.getConstantValue() / b.getConstantValue()));
  }
  if (!isNonNegative(b.toJSON())) return null;
  if (isNonNegative(a.toJSON())) return arithmetic.floorDivision(a, b);
  const negative = arithmetic.less(a, arithmetic.constant(0));
  return arithmetic.select(negative, arithmetic.ceilDivision(a, b), arithmetic.floorDivision(a, b));
}

function power(
  a: NativeDimensionExpr,
  b: NativeDimensionExpr,
  arithmetic: ShapeArithmetic,
): NativeDimensionExpr | null {
  if (!a.isConstant() || !b.isConstant()) return null;
  const value = a.getConstantValue() ** b.getConstantValue();
  return Number.isSafeInteger(value) ? arithmetic.constant(value) : null;
}
