import type { Exprs, NativeDimensionExpr } from '../../../native';
import { axesOfMask, checkAxis } from './axes';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkName, checkRank, checkType, refuseCall } from './refusal';
import { ShapeArithmetic } from './shape-arithmetic';
import { arithmeticKernelType, FLOATING, NUMBERS } from './types';
import { known, mapElements } from './values';

/** `nvinfer1::ReduceOperation`; the position is TensorRT's number (NvInfer.h 10.16). */
export const REDUCE_OPERATIONS = ['kSUM', 'kPROD', 'kMAX', 'kMIN', 'kAVG'] as const;
export type ReduceOperation = (typeof REDUCE_OPERATIONS)[number];

const OPERATORS: Record<ReduceOperation, string> = {
  kSUM: 'ReduceSum',
  kPROD: 'ReduceProd',
  kMAX: 'ReduceMax',
  kMIN: 'ReduceMin',
  kAVG: 'ReduceMean',
};

/**
 * `IReduceLayer`.
 * @param reduceAxes Bit mask: bit 0 is the outermost axis.
 */
export function reduce(
  operation: ReduceOperation,
  reduceAxes: number,
  keepDimensions: boolean,
): Operation {
  checkName('addReduce', 'ReduceOperation', REDUCE_OPERATIONS, operation);
  if (!Number.isInteger(reduceAxes) || reduceAxes <= 0 || reduceAxes > 0xff) {
    refuseCall('addReduce', 'the axes are not valid', {
      expected: 'a bit mask of at least one of 8 axes',
      actual: reduceAxes,
    });
  }
  const axes = axesOfMask(reduceAxes);
  return {
    type: 'kREDUCE',
    nbOutputs: 1,
    attributes: { operation, reduceAxes, keepDimensions },
    shapeInputs: [],
    outputTypes(layer, [input, ...more]) {
      checkInputCount(layer, 1 + more.length, 1);
      checkType(layer, 0, input, operation === 'kAVG' ? FLOATING : NUMBERS);
      return input ? [input] : [];
    },
    outputs(layer, [input], builder) {
      if (!input) return [];
      checkRank(layer, input, 1);
      axes.forEach((axis) => checkAxis(layer, axis, input.shape.length));
      const arithmetic = new ShapeArithmetic(builder, layer);
      const kept = input.shape.map((extent, axis) =>
        axes.includes(axis) ? arithmetic.constant(1) : extent,
      );
      const shape = keepDimensions ? kept : kept.filter((_, axis) => !axes.includes(axis));
      return [{ shape, values: valuesOf(operation, axes, input, arithmetic) }];
    },
    toOnnx(layer, [input], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      const kernel = arithmeticKernelType(input.type);
      const x = writer.cast(input.name, input.type, kernel);
      const attributes = { keepdims: keepDimensions ? 1 : 0 };
      writer.output(OPERATORS[operation], [x, writer.int64s(axes)], attributes, output, kernel);
      return writer.finish();
    },
  };
}

function valuesOf(
  operation: ReduceOperation,
  axes: readonly number[],
  input: SymbolicTensor,
  arithmetic: ShapeArithmetic,
): Exprs | null {
  const tensor = known(input);
  if (!tensor || operation === 'kAVG' || tensor.values.length === 0) return null;
  const groups = new Map<string, NativeDimensionExpr>();
  const combine = combinationOf(operation, arithmetic);
  let flat = 0;
  mapElements(tensor.dims, (index) => {
    const value = tensor.values[flat++] as NativeDimensionExpr;
    const key = index.filter((_, axis) => !axes.includes(axis)).join();
    const sofar = groups.get(key);
    groups.set(key, sofar ? combine(sofar, value) : value);
  });
  return [...groups.values()];
}

function combinationOf(
  operation: Exclude<ReduceOperation, 'kAVG'>,
  arithmetic: ShapeArithmetic,
): (a: NativeDimensionExpr, b: NativeDimensionExpr) => NativeDimensionExpr {
  switch (operation) {
    case 'kSUM':
      return (a, b) => arithmetic.sum(a, b);
    case 'kPROD':
      return (a, b) => arithmetic.product(a, b);
    case 'kMAX':
      return (a, b) => arithmetic.max(a, b);
    case 'kMIN':
      return (a, b) => arithmetic.min(a, b);
  }
}
