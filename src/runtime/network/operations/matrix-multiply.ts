import type { Exprs, NativeDimensionExpr } from '../../../native';
import { wildcardDims } from '../shapes';
import { printDims } from '../../tensor';
import { commonType } from './elementwise';
import { OnnxWriter, type Edge } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkName, checkRank, checkType, refuse } from './refusal';
import { ShapeArithmetic } from './shape-arithmetic';
import { floatingKernelType, FLOATING } from './types';

/** `nvinfer1::MatrixOperation`; the position is TensorRT's number (NvInfer.h 10.16). */
export const MATRIX_OPERATIONS = ['kNONE', 'kTRANSPOSE', 'kVECTOR'] as const;
export type MatrixOperation = (typeof MATRIX_OPERATIONS)[number];

/**
 * `IMatrixMultiplyLayer`: matrices in the last two axes, vectors (kVECTOR) in the last one; the axes before them have the same
 * number and are broadcast.
 */
export function matrixMultiply(op0: MatrixOperation, op1: MatrixOperation): Operation {
  const ops = [op0, op1];
  ops.forEach((op) => checkName('addMatrixMultiply', 'MatrixOperation', MATRIX_OPERATIONS, op));
  return {
    type: 'kMATRIX_MULTIPLY',
    nbOutputs: 1,
    attributes: { op0, op1 },
    shapeInputs: [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, 2);
      types.forEach((type, index) => checkType(layer, index, type, FLOATING));
      return [commonType(layer, types)];
    },
    outputs(layer, inputs, builder) {
      const arithmetic = new ShapeArithmetic(builder, layer);
      return [{ shape: shapeOf(layer, inputs, ops, arithmetic), values: null }];
    },
    toOnnx(layer, inputs, [output]) {
      const writer = new OnnxWriter(layer);
      if (!output) return writer.finish();
      const kernel = floatingKernelType(output.type);
      const matrices = inputs.map((input, index) =>
        matrixEdge(writer, input, ops[index] ?? 'kNONE', index, kernel),
      );
      const axes = [op0 === 'kVECTOR' ? -2 : 0, op1 === 'kVECTOR' ? -1 : 0].filter(Boolean);
      if (axes.length === 0) writer.output('MatMul', matrices, {}, output, kernel);
      else {
        const product = writer.node('MatMul', matrices);
        writer.output('Squeeze', [product, writer.int64s(axes)], {}, output, kernel);
      }
      return writer.finish();
    },
  };
}

/** The input as matrices: a vector becomes a row in front, a column behind. */
function matrixEdge(
  writer: OnnxWriter,
  input: Edge,
  op: MatrixOperation,
  index: number,
  kernel: Edge['type'],
): string {
  const edge = writer.cast(input.name, input.type, kernel);
  if (op === 'kVECTOR') return writer.node('Unsqueeze', [edge, writer.int64s([index - 2])]);
  if (op === 'kNONE') return edge;
  const perm = Array.from({ length: input.rank }, (_, axis) => axis);
  const swapped = [...perm.slice(0, -2), input.rank - 1, input.rank - 2];
  return writer.node('Transpose', [edge], { perm: swapped });
}

function shapeOf(
  layer: string,
  inputs: readonly SymbolicTensor[],
  ops: readonly MatrixOperation[],
  arithmetic: ShapeArithmetic,
): Exprs {
  const parts = inputs.map((input, index) => {
    const op = ops[index] ?? 'kNONE';
    checkRank(layer, input, op === 'kVECTOR' ? 1 : 2);
    const tail = op === 'kVECTOR' ? 1 : 2;
    const last = input.shape.slice(-tail);
    return {
      batch: input.shape.slice(0, -tail),
      matrix: op === 'kTRANSPOSE' ? last.reverse() : last,
    };
  });
  const [first, second] = parts;
  if (!first || !second) return [];
  const mismatch = (problem: string, expected: string): never =>
    refuse(layer, problem, {
      expected,
      actual: inputs.map(({ shape }) => printDims(wildcardDims(shape))).join(' and '),
    });
  if (first.batch.length !== second.batch.length) {
    mismatch('its inputs have different ranks before the matrices', 'the same number of axes');
  }
  const inner = [first.matrix.at(-1), second.matrix[0]] as [
    NativeDimensionExpr,
    NativeDimensionExpr,
  ];
  if (
    inner.every((extent) => extent.isConstant()) &&
    inner[0].getConstantValue() !== inner[1].getConstantValue()
  ) {
    mismatch('the matrices do not fit', 'as many columns in the first as rows in the second');
  }
  const batch = first.batch.map(
    (extent, axis) =>
      arithmetic.broadcast(extent, second.batch[axis] as NativeDimensionExpr) ??
      mismatch(`its inputs cannot be broadcast along axis ${axis}`, 'equal extents, or 1'),
  );
  return [...batch, ...first.matrix.slice(0, -1), ...second.matrix.slice(1)];
}
