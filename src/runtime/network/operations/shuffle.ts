import type { Exprs, NativeDimensionExpr } from '../../../native';
import { wildcardDims } from '../shapes';
import { checkDims, printDims, volume, type Dims } from '../../tensor';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkType, checkWhole, refuse, refuseCall } from './refusal';
import { isNonNegative, isNumber, knownNumbers, ShapeArithmetic } from './shape-arithmetic';
import { shapeValues } from './shape-input';
import { COMPUTED, INDICES } from './types';
import { elementAt, known, mapElements } from './values';

export interface ShuffleOptions {
  /** Axes of the input in their new order; default: as they are. */
  firstTranspose?: number[];
  /** New extents: 0 copies the one at the same place, -1 (once) follows from the others. Default: no reshape. */
  reshapeDimensions?: Dims;
  secondTranspose?: number[];
  /** Whether a 0 copies an extent (default) or is an extent of 0. */
  zeroIsPlaceholder?: boolean;
}

/**
 * `IShuffleLayer`: transpose, reshape, transpose.
 * @param hasShapeInput Whether input 1 holds the reshape dimensions, with the same two special values.
 */
export function shuffle(options: ShuffleOptions = {}, hasShapeInput = false): Operation {
  const { firstTranspose, reshapeDimensions, secondTranspose, zeroIsPlaceholder = true } = options;
  if (reshapeDimensions) checkDims(reshapeDimensions, -1, 'addShuffle');
  for (const permutation of [firstTranspose, secondTranspose]) checkPermutation(permutation);
  return {
    type: 'kSHUFFLE',
    nbOutputs: 1,
    attributes: { ...options, zeroIsPlaceholder },
    shapeInputs: hasShapeInput ? [1] : [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, hasShapeInput ? 2 : 1);
      checkType(layer, 0, types[0], COMPUTED);
      if (types.length > 1) checkType(layer, 1, types[1], INDICES);
      return types.slice(0, 1);
    },
    outputs(layer, [input, target], builder) {
      if (!input) return [];
      const arithmetic = new ShapeArithmetic(builder, layer);
      const wanted =
        (target && shapeValues(layer, target)) ??
        (reshapeDimensions && arithmetic.constants(reshapeDimensions));
      const first = permuted(layer, input.shape, firstTranspose);
      const reshaped = wanted
        ? reshape(layer, first, wanted, zeroIsPlaceholder, arithmetic)
        : first;
      const shape = permuted(layer, reshaped, secondTranspose);
      return [{ shape, values: valuesOf(input, firstTranspose, reshaped, secondTranspose) }];
    },
    toOnnx(layer, [input, target], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      let edge = input.name;
      if (firstTranspose) edge = writer.node('Transpose', [edge], { perm: firstTranspose });
      const dims = target
        ? writer.cast(target.name, target.type, 'kINT64')
        : reshapeDimensions && writer.int64s(reshapeDimensions);
      if (dims) {
        const attributes = { allowzero: zeroIsPlaceholder ? 0 : 1 };
        edge = writer.node('Reshape', [edge, dims], attributes);
      }
      if (secondTranspose) {
        writer.output('Transpose', [edge], { perm: secondTranspose }, output);
      } else {
        writer.output('Identity', [edge], {}, output);
      }
      return writer.finish();
    },
  };
}

function checkPermutation(permutation: number[] | undefined): void {
  if (!permutation) return;
  checkWhole('addShuffle', 'permutation', permutation, 0);
  if (
    new Set(permutation).size < permutation.length ||
    Math.max(-1, ...permutation) >= permutation.length
  ) {
    refuseCall('addShuffle', 'the permutation is not valid', {
      expected: 'each axis once',
      actual: permutation,
    });
  }
}

function permuted<Item>(
  layer: string,
  items: readonly Item[],
  order: number[] | undefined,
): Item[] {
  if (order && order.length !== items.length) {
    refuse(layer, 'the permutation has another rank than what it is applied to', {
      expected: `${items.length} axes`,
      actual: order,
    });
  }
  return (order ?? items.map((_, axis) => axis)).map((axis) => items[axis] as Item);
}

/** The extents after a reshape. */
function reshape(
  layer: string,
  from: Exprs,
  wanted: Exprs,
  zeroIsPlaceholder: boolean,
  arithmetic: ShapeArithmetic,
): Exprs {
  if (wanted.some((extent) => !extent.isConstant() && !isNonNegative(extent.toJSON()))) {
    return reshapeByValues(from, wanted, zeroIsPlaceholder, arithmetic);
  }
  const shape = wanted.map((extent, axis) => {
    if (!zeroIsPlaceholder || !isNumber(extent, 0)) return extent;
    return (
      from[axis] ??
      refuse(layer, `its reshape copies extent ${axis}, which the input does not have`, {
        expected: `at most ${from.length} extents before the last 0`,
        actual: printDims(wildcardDims(wanted)),
      })
    );
  });
  const wildcards = wanted.flatMap((extent, axis) => (isNumber(extent, -1) ? [axis] : []));
  if (wildcards.length > 1) {
    refuse(layer, 'its reshape leaves several extents open', {
      expected: 'at most one -1',
      actual: printDims(wildcardDims(wanted)),
    });
  }
  const [open] = wildcards;
  if (open !== undefined) {
    const others = shape.filter((_, axis) => axis !== open);
    shape[open] = arithmetic.quotient(from, others);
  }
  checkVolume(layer, from, shape);
  return shape;
}

/** The same where values that are known only at run time may be -1 or 0. */
function reshapeByValues(
  from: Exprs,
  wanted: Exprs,
  zeroIsPlaceholder: boolean,
  arithmetic: ShapeArithmetic,
): Exprs {
  const open = wanted.map((value) => arithmetic.equal(value, arithmetic.constant(-1)));
  const copied = wanted.map((value, axis) => {
    const extent = from[axis];
    if (!zeroIsPlaceholder || !extent) return value;
    return arithmetic.select(arithmetic.equal(value, arithmetic.constant(0)), extent, value);
  });
  const one = arithmetic.constant(1);
  const others = copied.map((extent, axis) =>
    arithmetic.select(open[axis] as NativeDimensionExpr, one, extent),
  );
  // An empty tensor leaves nothing to divide by.
  const divisor = arithmetic.max(one, arithmetic.volume(others));
  const rest = arithmetic.floorDivision(arithmetic.volume(from), divisor);
  return copied.map((extent, axis) =>
    arithmetic.select(open[axis] as NativeDimensionExpr, rest, extent),
  );
}

function checkVolume(layer: string, from: Exprs, to: Exprs): void {
  const [before, after] = [knownNumbers(from), knownNumbers(to)];
  if (!before || !after || volume(before) === volume(after)) return;
  refuse(layer, 'its reshape changes the number of elements', {
    expected: `${volume(before)} elements, as ${printDims(before)} has`,
    actual: printDims(after),
  });
}

function valuesOf(
  input: SymbolicTensor,
  firstTranspose: number[] | undefined,
  reshaped: Exprs,
  secondTranspose: number[] | undefined,
): Exprs | null {
  const tensor = known(input);
  const dims = knownNumbers(reshaped);
  if (!tensor || !dims) return null;
  const middle = { dims, values: transposedValues(tensor.dims, tensor.values, firstTranspose) };
  return transposedValues(middle.dims, middle.values, secondTranspose);
}

function transposedValues(
  dims: number[],
  values: Exprs,
  order: number[] | undefined,
): NativeDimensionExpr[] {
  if (!order) return values;
  const moved = order.map((axis) => dims[axis] ?? 0);
  return mapElements(moved, (index) => {
    const source = dims.map((_, axis) => index[order.indexOf(axis)] ?? 0);
    return elementAt({ dims, values }, source);
  });
}
