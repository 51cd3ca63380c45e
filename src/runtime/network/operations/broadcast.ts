import type { Exprs } from '../../../native';
import { printDims } from '../../tensor';
import { wildcardDims } from '../shapes';
import type { SymbolicTensor } from './operation';
import { refuse } from './refusal';
import type { ShapeArithmetic } from './shape-arithmetic';

/**
 * The shape of inputs that are broadcast: the same rank, and along each axis the same extent or 1.
 * @see NvInfer.h 10.16, `addElementWise`
 */
export function broadcastShapes(
  layer: string,
  inputs: readonly SymbolicTensor[],
  arithmetic: ShapeArithmetic,
): Exprs {
  const dims = () => inputs.map(({ shape }) => printDims(wildcardDims(shape))).join(' and ');
  const rank = inputs[0]?.shape.length ?? 0;
  if (inputs.some(({ shape }) => shape.length !== rank)) {
    refuse(layer, 'its inputs have different ranks', {
      expected: 'inputs of the same rank',
      actual: dims(),
    });
  }
  return Array.from({ length: rank }, (_, axis) =>
    inputs
      .map(({ shape }) => shape[axis] ?? arithmetic.constant(1))
      .reduce(
        (a, b) =>
          arithmetic.broadcast(a, b) ??
          refuse(layer, `its inputs cannot be broadcast along axis ${axis}`, {
            expected: 'equal extents, or 1',
            actual: dims(),
          }),
      ),
  );
}
