import type { Exprs, NativeDimensionExpr } from '../../../native';
import { wildcardDims } from '../shapes';
import { printDims, volume } from '../../tensor';
import { checkAxis } from './axes';
import { commonType } from './elementwise';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkRank, checkType, refuse, refuseCall } from './refusal';
import { knownNumbers, ShapeArithmetic } from './shape-arithmetic';
import { COMPUTED } from './types';
import { elementAt, known, mapElements, MOST_VALUES, type KnownTensor } from './values';

export interface ConcatenationOptions {
  /** Default: the axis three from the end, 0 where there are fewer. */
  axis?: number;
}

/** `IConcatenationLayer`: inputs that are equal but along one axis. */
export function concatenation({ axis }: ConcatenationOptions = {}): Operation {
  if (axis !== undefined && !Number.isInteger(axis)) {
    refuseCall('addConcatenation', 'the axis is not valid', {
      expected: 'a whole number',
      actual: axis,
    });
  }
  const axisOf = (rank: number) => axis ?? Math.max(0, rank - 3);
  return {
    type: 'kCONCATENATION',
    nbOutputs: 1,
    attributes: axis === undefined ? {} : { axis },
    shapeInputs: [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, 1, Infinity);
      types.forEach((type, index) => checkType(layer, index, type, COMPUTED));
      return [commonType(layer, types)];
    },
    outputs(layer, inputs, builder) {
      const arithmetic = new ShapeArithmetic(builder, layer);
      inputs.forEach((input) => checkRank(layer, input, 1));
      const along = axisOf(inputs[0]?.shape.length ?? 0);
      const shape = shapeOf(layer, inputs, along, arithmetic);
      return [{ shape, values: valuesOf(inputs, along, shape) }];
    },
    toOnnx(layer, inputs, [output]) {
      const writer = new OnnxWriter(layer);
      if (!output) return writer.finish();
      const edges = inputs.map((input) => writer.cast(input.name, input.type, output.type));
      writer.output('Concat', edges, { axis: axisOf(output.rank) }, output);
      return writer.finish();
    },
  };
}

function shapeOf(
  layer: string,
  inputs: readonly SymbolicTensor[],
  axis: number,
  arithmetic: ShapeArithmetic,
): Exprs {
  const rank = inputs[0]?.shape.length ?? 0;
  checkAxis(layer, axis, rank);
  const mismatch = (): never =>
    refuse(layer, 'its inputs differ along another axis than the one of concatenation', {
      expected: `equal extents but along axis ${axis}`,
      actual: inputs.map(({ shape }) => printDims(wildcardDims(shape))).join(' and '),
    });
  if (inputs.some(({ shape }) => shape.length !== rank)) mismatch();
  return Array.from({ length: rank }, (_, i) => {
    const extents = inputs.map(({ shape }) => shape[i] as NativeDimensionExpr);
    if (i === axis) return extents.reduce((sum, extent) => arithmetic.sum(sum, extent));
    const constants = extents.filter((extent) => extent.isConstant());
    if (new Set(constants.map((extent) => extent.getConstantValue())).size > 1) mismatch();
    return constants[0] ?? (extents[0] as NativeDimensionExpr);
  });
}

function valuesOf(inputs: readonly SymbolicTensor[], axis: number, shape: Exprs): Exprs | null {
  const [parts, dims] = [inputs.map(known), knownNumbers(shape)];
  if (!dims || volume(dims) > MOST_VALUES || parts.some((part) => part === null)) return null;
  return mapElements(dims, (index) => {
    let place = index[axis] ?? 0;
    for (const part of parts as KnownTensor[]) {
      const extent = part.dims[axis] ?? 0;
      if (place < extent)
        return elementAt(
          part,
          index.map((i, at) => (at === axis ? place : i)),
        );
      place -= extent;
    }
    throw new RangeError('Cannot concatenate values: an index lies beyond the last input');
  });
}
